//! A client as progenitor makes it, without any of ours: its positional interface, parsed and
//! formatted.

use std::error::Error;

use progenitor::{GenerationSettings, Generator, InterfaceStyle};

/// The source of the client of a document.
pub fn generate(document: &str) -> Result<String, Box<dyn Error>> {
    let document = serde_yaml::from_str(document)?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional);
    let tokens = Generator::new(&settings).generate_tokens(&document)?;
    Ok(prettyplease::unparse(&syn::parse2(tokens)?))
}
