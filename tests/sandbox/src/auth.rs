//! Who asks: API keys, and the plan behind each.

use hyper::header::{AUTHORIZATION, HeaderMap};
use linksii_api::types::Plan;

use crate::reply::Refusal;
use crate::state::State;

/// The keys that are there from the start.
pub(crate) fn key_of(plan: &Plan) -> &'static str {
    match plan {
        Plan::Starter => "lnk_sandbox_starter",
        Plan::Pro => "lnk_sandbox_pro",
        _ => "lnk_sandbox_enterprise",
    }
}

/// The key that a request carries, if it opens the API.
pub(crate) fn authorise<'h>(headers: &'h HeaderMap, state: &State) -> Result<&'h str, Refusal> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    // HTTP tells schemes apart by their letters, not by their case.
    let key = value
        .and_then(|value| value.split_at_checked("Bearer ".len()))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer "));
    let key = key
        .map(|(_, key)| key.trim())
        .ok_or(Refusal::Unauthorized)?;
    if [Plan::Starter, Plan::Pro]
        .iter()
        .any(|plan| key == key_of(plan))
    {
        return Err(Refusal::Forbidden);
    }
    if key == key_of(&Plan::Enterprise) || state.has_key(key) {
        Ok(key)
    } else {
        Err(Refusal::Unauthorized)
    }
}
