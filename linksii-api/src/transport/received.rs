//! What a request got.

use std::time::Duration;

use reqwest::Url;

use crate::error::{DecodeError, Effect, Error, TransportError};
use crate::limit::Limit;
use crate::reply::Reply;
use crate::retry_policy::Failure;

/// What there is to know of an attempt besides its request.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) limit: &'static Limit,
    /// From 1.
    pub(crate) number: u32,
    /// How long each piece may take of a reply that is read in pieces.
    pub(crate) piece: Option<Duration>,
}

/// What a request got.
pub(crate) enum Received {
    Reply(Reply),
    Redirect(Redirect),
}

/// A redirect that may be followed, and what it is if it is not.
pub(crate) struct Redirect {
    pub(crate) to: Url,
    pub(crate) refused: Failed,
}

/// An attempt that got no success.
pub(crate) struct Failed {
    pub(crate) error: Error,
    /// What may be repeated; nothing if it is final.
    pub(crate) failure: Option<Failure>,
    pub(crate) effect: Effect,
}

impl Failed {
    pub(crate) fn transport(error: TransportError, effect: Effect) -> Self {
        Self {
            failure: Some(Failure::Transport(error.kind())),
            error: Error::Transport(error),
            effect,
        }
    }

    pub(super) fn decode(error: DecodeError) -> Self {
        Self {
            error: Error::Decode(error),
            failure: None,
            effect: Effect::Certain,
        }
    }

    pub(crate) fn finally(error: Error) -> Self {
        Self {
            error,
            failure: None,
            effect: Effect::None,
        }
    }
}
