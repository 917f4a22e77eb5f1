//! Bars for work that takes long: on stderr, and only on a terminal.

use crate::images::Progress;
use crate::publish::delta::Step;
use crate::publish::run::Watch;
use crate::publish::target::Failure;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The drawing of pictures: a bar from `begin` to `end`.
#[derive(Debug, Default)]
pub struct Bar(Mutex<Option<ProgressBar>>);

impl Progress for Bar {
    fn begin(&self, what: &'static str, steps: usize) {
        // The bar hides itself where stderr is no terminal.
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("Drawing {msg} {bar:24} {pos}/{len}, {eta} left") {
            bar.set_style(style);
        }
        bar.set_message(what);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn step(&self) {
        if let Some(bar) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.inc(1);
        }
    }

    fn end(&self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

/// A bar for links to elsewhere that are followed.
pub fn following() -> ProgressBar {
    // The bar hides itself where stderr is no terminal.
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("Following links {bar:24} {pos}/{len}, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// A publish as somebody watches it, with bytes and rate.
pub struct Publishing {
    bar: ProgressBar,
    began: Instant,
}

impl Publishing {
    /// Nothing is shown yet.
    pub fn new(hidden: bool) -> Publishing {
        // The bar hides by itself where stderr is no terminal.
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        Publishing { bar: ProgressBar::with_draw_target(Some(0), target), began: Instant::now() }
    }

    /// Takes the bar away, and tells how many seconds it all took.
    pub fn finish(&self) -> f64 {
        self.bar.finish_and_clear();
        self.began.elapsed().as_secs_f64()
    }
}

impl Watch for Publishing {
    fn begin(&self, steps: usize, bytes: u64) {
        // The template is a constant: if it were wrong, the default would show.
        if let Ok(style) = ProgressStyle::with_template(
            "{prefix} {bar:24} {decimal_bytes}/{decimal_total_bytes} at {decimal_bytes_per_sec}, {eta} left  {wide_msg}",
        ) {
            self.bar.set_style(style.progress_chars("=> "));
        }
        self.bar.set_prefix(format!("{steps} files"));
        self.bar.set_length(bytes);
    }

    fn done(&self, step: &Step, bytes: u64) {
        self.bar.inc(bytes);
        self.bar.set_message(step.path.clone());
    }

    fn again(&self, failure: &Failure) {
        self.bar.set_message(format!("once more, after: {}", failure.reason));
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
