//! Who asks: API keys, and the plan of the workspace that each belongs to.

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HeaderMap};
use linksii_api::types::Plan;

use crate::data::Data;
use crate::refusal::Refusal;

/// The plans, with the keys that are there from the start.
pub(crate) static PLANS: [(Plan, &str); 3] = [
    (Plan::Enterprise, "lnk_sandbox_enterprise"),
    (Plan::Pro, "lnk_sandbox_pro"),
    (Plan::Starter, "lnk_sandbox_starter"),
];

/// The key of a plan. One that is not documented is taken to be as Enterprise.
pub(crate) fn key_of(plan: &Plan) -> &'static str {
    let known = PLANS.iter().find(|(known, _)| known == plan);
    known.unwrap_or(&PLANS[0]).1
}

/// The key that a request carries, if the API is open to it.
pub(crate) fn authorise<'h>(headers: &'h HeaderMap, data: &Data) -> Result<&'h str, Refusal> {
    let unauthorised = || Refusal::of(StatusCode::UNAUTHORIZED);
    let value = headers.get(AUTHORIZATION);
    let value = value.and_then(|value| value.to_str().ok());
    let (scheme, key) = value
        .and_then(|value| value.split_at_checked("Bearer ".len()))
        .ok_or_else(unauthorised)?;
    // A scheme is the same in upper and lower case.
    if !scheme.eq_ignore_ascii_case("Bearer ") {
        return Err(unauthorised());
    }
    let key = key.trim();
    match PLANS.iter().find(|(_, known)| *known == key) {
        Some((Plan::Enterprise, _)) => Ok(key),
        Some(_) => Err(Refusal::of(StatusCode::FORBIDDEN)),
        None if data.has_key(key) => Ok(key),
        None => Err(unauthorised()),
    }
}
