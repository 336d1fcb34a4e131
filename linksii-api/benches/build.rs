//! Generates the client that progenitor by itself makes of the spec, to compare ours with.

#[path = "src/plain.rs"]
#[allow(unreachable_pub, reason = "it is the library's, too")]
mod plain;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

const SPEC: &str = "../../spec/linksii.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SPEC}");
    println!("cargo::rerun-if-changed=src/plain.rs");
    let client = plain::generate(&fs::read_to_string(SPEC)?)?;
    let out = env::var_os("OUT_DIR").ok_or("cargo names the directory to write to")?;
    fs::write(Path::new(&out).join("plain.rs"), client)?;
    Ok(())
}
