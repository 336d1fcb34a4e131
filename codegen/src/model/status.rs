//! The statuses of successes.

/// What a status is called.
pub(super) fn status_name(status: &str) -> &'static str {
    match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "208" => "AlreadyReported",
        "226" => "ImUsed",
        _ => "Success",
    }
}

/// The statuses that one in the document represents.
pub(super) fn statuses(status: &str) -> (u16, u16) {
    match status.parse() {
        Ok(status) => (status, status),
        Err(_) => (200, 299),
    }
}
