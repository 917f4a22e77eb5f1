//! The bar that shows a publish on a terminal, with bytes and rate. Elsewhere it shows nothing.

use crate::publish::delta::Step;
use crate::publish::run::Watch;
use crate::publish::target::Failure;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Instant;

/// A publish as somebody watches it.
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    /// Nothing is shown yet.
    pub fn new(hidden: bool) -> Progress {
        // The bar hides by itself where stderr is no terminal.
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        Progress { bar: ProgressBar::with_draw_target(Some(0), target), began: Instant::now() }
    }

    /// Takes the bar away, and tells how many seconds it all took.
    pub fn finish(&self) -> f64 {
        self.bar.finish_and_clear();
        self.began.elapsed().as_secs_f64()
    }
}

impl Watch for Progress {
    fn begin(&self, steps: usize, bytes: u64) {
        // The template is a constant: if it were wrong, the default would show.
        if let Ok(style) = ProgressStyle::with_template(
            "{prefix} {bar:24} {bytes}/{total_bytes} at {bytes_per_sec}, {eta} left  {wide_msg}",
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

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
