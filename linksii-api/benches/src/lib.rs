//! What the benchmarks share. Each is a program of its own beside this directory, and
//! `cargo xtask bench` runs them; README.md has the results.

pub mod callgrind;
pub mod clients;
pub mod counts;
pub mod document;
pub mod plain;
pub mod server;

/// What every benchmark takes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Options {
    /// Do as little as shows that the benchmark runs.
    #[arg(long, global = true)]
    pub short: bool,
    /// Keep the instruction counts as the baseline that later ones are held against.
    #[arg(long, global = true)]
    pub save: bool,
    /// Cargo says so to each benchmark.
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

impl Options {
    /// How often to do something: `short` is enough to see that it works.
    pub fn times(self, short: u32, long: u32) -> u32 {
        if self.short { short } else { long }
    }
}
