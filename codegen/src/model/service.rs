//! Where the service is, and what a client of it is called.

use crate::document::{Document, Node};
use crate::names;

/// Where the service is and how a client names itself to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The service's name: `Linksii`.
    pub name: String,
    /// The client crate's name in Rust: `linksii_api`.
    pub crate_name: String,
    /// The first server's URL.
    pub base_url: String,
    /// What each key starts with: `lnk_`.
    pub key_prefix: String,
    /// The environment variable that holds the key.
    pub key_variable: String,
    /// The environment variable that overrides the URL.
    pub base_url_variable: String,
}

/// Reads it from the server, the security scheme and `x-client`.
pub(super) fn service(document: &Document) -> Service {
    let root = document.root();
    let client = root.get("x-client");
    let written = |key| Some(client?.text(key)?.to_owned());
    let name = written("name").unwrap_or_else(|| {
        let title = root.get("info").and_then(|info| info.text("title"));
        let title = title.unwrap_or_default().trim();
        title.strip_suffix("API").unwrap_or(title).trim().to_owned()
    });
    let snake = names::field_name(&name);
    let variable = names::static_name(&name);
    let server = root
        .get("servers")
        .and_then(|servers| servers.items().next());
    let mut schemes = document.components("securitySchemes");
    let key_prefix = schemes.find_map(|(_, scheme)| scheme.text("x-key-prefix"));
    Service {
        crate_name: written("crate")
            .unwrap_or(format!("{snake}_api"))
            .replace('-', "_"),
        base_url: server.map_or(String::new(), url),
        key_prefix: key_prefix.unwrap_or_default().to_owned(),
        key_variable: written("key-variable").unwrap_or(format!("{variable}_API_KEY")),
        base_url_variable: written("base-url-variable").unwrap_or(format!("{variable}_BASE_URL")),
        name,
    }
}

/// A server's URL, its variables at their defaults.
fn url(server: Node<'_>) -> String {
    let mut url = server.owned_text("url");
    for (name, variable) in server.members_of("variables") {
        let default = variable.text("default").unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    url
}
