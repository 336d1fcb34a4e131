//! What the examples have in common: a client of the service, or of a sandbox.

use linksii_api::Client;
use linksii_api::types::WorkspaceId;
use linksii_sandbox::{History, Sandbox};

/// A client, and the sandbox that it talks to, if it is one. The sandbox stops when it is dropped.
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) sandbox: Option<Sandbox>,
}

/// Takes the key in `LINKSII_API_KEY`. Without one it starts a sandbox with a past.
pub(crate) async fn connect() -> Result<Connection, Box<dyn std::error::Error>> {
    if std::env::var("LINKSII_API_KEY").is_ok_and(|key| !key.is_empty()) {
        let client = Client::from_env()?;
        return Ok(Connection {
            client,
            sandbox: None,
        });
    }
    println!("LINKSII_API_KEY is not set, so this talks to a sandbox on this machine.\n");
    let sandbox = Sandbox::builder()
        .history(History::of_days(30))
        .start()
        .await?;
    let client = sandbox.client_builder().build()?;
    Ok(Connection {
        client,
        sandbox: Some(sandbox),
    })
}

impl Connection {
    /// The workspace with the most to show: that with a past in the sandbox, or else the first.
    pub(crate) async fn workspace(&self) -> Result<WorkspaceId, Box<dyn std::error::Error>> {
        if self.sandbox.is_some() {
            return Ok(History::workspace_id());
        }
        let workspaces = self.client.workspaces().list().limit(1).send().await?;
        let first = workspaces.into_iter().next();
        Ok(first
            .ok_or("no workspace yet: create one in the Linksii dashboard")?
            .id)
    }
}
