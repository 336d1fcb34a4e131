//! `linksii mcp`: a tool server for assistants.

use std::io::IsTerminal;
use std::time::Duration;

use linksii_api::RetryPolicy;

use crate::context::Context;
use crate::failure::Failure;
use crate::mcp::{Choice, DEADLINE, Parts, serve};

/// How long a call may wait for a limit before it is refused.
const WAIT: Duration = Duration::from_secs(30);

/// Serve tools to an assistant (Model Context Protocol, on standard input and output)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii mcp                                  tools that read
  linksii mcp --demo                           no key, a year of data
  linksii mcp --resources tracking,competitors --workspace ws_01HXYZ
  linksii mcp --allow-writes

An assistant starts it, for example by
  claude mcp add linksii -- linksii mcp
  codex mcp add linksii -- linksii mcp
or by the lines of a configuration file, in Claude Desktop, Cursor and Gemini CLI:
  {\"mcpServers\": {\"linksii\": {\"command\": \"linksii\", \"args\": [\"mcp\"]}}}
The key is the one of `linksii login`, or LINKSII_API_KEY. The README has other assistants.")]
pub(crate) struct Arguments {
    /// Offer tools that change something, too
    #[arg(long)]
    allow_writes: bool,
    /// Offer the tools of these resources only
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    resources: Vec<String>,
    /// Offer this tool, whatever it does: `create_key` is offered in no other way (may be repeated)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    allow_tool: Vec<String>,
}

pub(crate) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() {
        context
            .notes
            .note("an assistant is expected on standard input: linksii mcp --help shows how to configure one");
    }
    let workspace = context.chosen_workspace().map(|it| it.value);
    // Without a client there are tools still: each says why it cannot be used.
    let key = if context.is_demo() {
        None
    } else {
        context.key().ok().flatten()
    };
    let policy = RetryPolicy::default().deadline(DEADLINE).max_wait(WAIT);
    let client = context
        .builder()
        .and_then(|builder| Ok(builder.retry(policy).build()?));
    serve(Parts {
        client,
        key: key.as_ref().map(|it| it.secret.expose()),
        choice: Choice {
            allow_writes: arguments.allow_writes,
            resources: &arguments.resources,
            names: &arguments.allow_tool,
            has_workspace: workspace.is_some(),
        },
        workspace,
    })
    .await
}
