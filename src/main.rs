//! The binary: arguments → command → exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

// A build allocates millions of short strings on every core; the system's allocator is the bottleneck there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dateline::cli::main()
}
