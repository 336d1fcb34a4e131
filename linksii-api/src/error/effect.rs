//! Whether a call that failed may have been carried out.

use reqwest::Method;

/// Whether the service may have done what a call asked for, and must not do twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// Nothing was done, or nothing that could not be done again.
    #[default]
    None,
    /// Nobody here knows.
    Possible,
    /// It was done, as the reply was a success.
    Certain,
}

impl Effect {
    /// The effect of a request that had this much of one, if repeating it does harm.
    pub(crate) fn of(self, method: &Method) -> Self {
        if is_write(method) { self } else { Self::None }
    }

    pub(crate) fn is_possible(self) -> bool {
        self != Self::None
    }

    /// What to do about it, as a sentence of its own.
    pub(super) fn advice(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Possible => Some("It may have been made: look before you repeat it."),
            Self::Certain => Some("It was made: look before you repeat it."),
        }
    }
}

/// Whether a request that is sent twice may do something twice. By RFC 9110, section 9.2.2, the
/// other methods are idempotent.
pub(crate) fn is_write(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PATCH)
}
