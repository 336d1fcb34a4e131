//! Endpoints that are known to exist and are not documented, with the client's key, limits, retries
//! and errors.
//!
//! ```sh
//! cargo run -p linksii-api --example undocumented_endpoints
//! ```

mod support;

use std::error::Error;

use linksii_api::{Error as LinksiiError, Method};
use serde_json::Value;
use support::connect;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let connection = connect().await?;
    let workspace = connection.workspace().await?;

    // The body as it came, envelope and all. Nobody knows its type, so it is any JSON.
    let request = connection.client.request(Method::GET, "/webhooks");
    let reply = request
        .query("workspace_id", &workspace)
        .response::<Value>()
        .await;
    match reply {
        Ok(reply) => {
            println!("{} after {} attempts", reply.status(), reply.attempts());
            println!("{:#}", reply.into_inner());
        }
        // The sandbox knows the documented endpoints only.
        Err(LinksiiError::Api(error)) => println!("/webhooks: {error}"),
        Err(error) => return Err(error.into()),
    }

    // A documented one works in the same way.
    let request = connection.client.request(Method::GET, "/workspaces");
    let reply: Value = request.query("limit", "1").send().await?;
    println!("/workspaces: {}", reply["data"][0]["name"]);
    Ok(())
}
