//! What has to be drawn, as a value: it can be planned, counted and looked up before anything is.

use super::cache::Cache;
use super::card::Card;
use super::pixels;
use super::variants::Size;
use std::fs;
use std::path::PathBuf;

/// One file to draw.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Its name in the cache, which says all that its bytes depend on.
    pub name: String,
    /// How.
    pub draw: Draw,
}

/// How a file is drawn.
#[derive(Debug, Clone)]
pub enum Draw {
    /// A picture of the site at another size.
    Resized {
        /// The picture.
        source: PathBuf,
        /// Its new size.
        size: Size,
        /// 1 to 100.
        quality: u8,
    },
    /// A logo as a square PNG.
    Icon {
        /// The logo: JPEG, PNG, WebP or SVG.
        source: PathBuf,
        /// In pixels.
        side: u32,
        /// On white; else on nothing.
        opaque: bool,
    },
    /// A post's share card.
    Card(Box<Card>),
}

/// Where the drawn file is.
#[derive(Debug)]
pub enum Drawn {
    /// In the cache; or, of a picture that cannot be drawn, the picture itself.
    File(PathBuf),
    /// Here alone, as the cache cannot be written.
    Bytes(Vec<u8>),
}

impl Recipe {
    /// The file from the cache, else drawn now and kept. The only step that may take more than a moment; the preview
    /// takes it when a browser asks for the file.
    #[must_use]
    pub fn obtain(&self, cache: &Cache) -> Drawn {
        if let Some(found) = cache.find(&self.name) {
            return Drawn::File(found);
        }
        match (self.bytes(), &self.draw) {
            (Ok(bytes), _) => match cache.keep(&self.name, &bytes) {
                Ok(path) => Drawn::File(path),
                Err(_) => Drawn::Bytes(bytes),
            },
            // A browser shows what it can of a broken picture.
            (Err(_), Draw::Resized { source, .. } | Draw::Icon { source, .. }) => Drawn::File(source.clone()),
            (Err(_), Draw::Card(_)) => Drawn::Bytes(Vec::new()),
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        let read = |path: &PathBuf| fs::read(path).map_err(|error| error.to_string());
        match &self.draw {
            Draw::Resized { source, size, quality } => pixels::decode(&read(source)?)?.at(*size, *quality),
            Draw::Icon { source, side, opaque } => pixels::square_icon(&read(source)?, *side, *opaque),
            Draw::Card(card) => card.png(),
        }
    }
}
