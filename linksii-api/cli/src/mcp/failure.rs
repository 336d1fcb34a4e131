//! Why a call failed, in words that an assistant can act on.

use linksii_api::{Error, ErrorKind};

use crate::failure::Failure;

/// What happened, and what to do about it.
pub(super) fn words(error: &Error) -> String {
    let text = error.to_string();
    match advice(error) {
        Some(advice) => format!("{text} {advice}"),
        None => text,
    }
}

fn advice(error: &Error) -> Option<String> {
    if error.may_have_acted() {
        return Some("Look whether it was made before calling again.".to_owned());
    }
    let advice = match error {
        Error::Api(api) => match api.kind() {
            ErrorKind::BadRequest => "Change the arguments as it says.",
            ErrorKind::Unauthorized => {
                "Ask the user to check the API key of this server, and to start it again."
            }
            ErrorKind::Forbidden => "Tell the user: other arguments will not help.",
            ErrorKind::NotFound => "`list_workspaces` shows which workspaces there are.",
            ErrorKind::RateLimited => return Some(wait(error)),
            ErrorKind::Server => "The arguments may be right: call again later.",
            _ if api.status().is_client_error() => "Change the arguments as it says.",
            _ => return None,
        },
        Error::Transport(_) => "Tell the user if it fails again.",
        Error::NotSent(_) => return Some(wait(error)),
        Error::Decode(_) => "Tell the user: other arguments will not help.",
        _ => return None,
    };
    Some(advice.to_owned())
}

fn wait(error: &Error) -> String {
    match error.retry_after() {
        Some(wait) => format!("Call again in {} s, not before.", wait.as_secs().max(1)),
        None => "Call again in a minute.".to_owned(),
    }
}

/// Why no call can be made at all.
pub(super) fn without_client(failure: &Failure) -> String {
    let hint = failure.hint.as_ref();
    let hint = hint.map_or(String::new(), |hint| format!(" ({hint})"));
    let text = format!("{}{hint}", failure.message);
    format!(
        "No call can be made: {text}. Tell the user; the server has to be started again afterwards."
    )
}

/// Why there is no answer.
pub(super) const LATE: &str = "The service did not answer in time. Call again later.";
