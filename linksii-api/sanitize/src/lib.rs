//! Text from outside, fit to be shown: without keys, escaped and bounded.
//!
//! An implementation detail of the linksii crates: a minor version may change anything.
//!
//! Whatever a service, a proxy, a file or a program's caller says goes through this crate before it is part
//! of an error, a log, a report or a terminal. It has two steps, and [`Sanitizer::line`] takes both:
//!
//! - **Redaction.** A [`Sanitizer`] finds the key that it knows in every spelling in which a text may
//!   repeat it, and whatever begins as keys do. The client's own key is never shown in part.
//! - **Escaping.** [`is_unsafe`] decides for all which characters change how other text is shown, or
//!   hide some; [`escape`], [`escape_json`] and [`bounded`] write them so that they are seen.
//!
//! ```
//! use linksii_sanitize::Sanitizer;
//!
//! let sanitizer = Sanitizer::new("lnk_a1/b2", "lnk_");
//! let line = sanitizer.line("key lnk%5Fa1%2Fb2 is revoked\n\u{1b}[2J", 200);
//! assert_eq!(line, r"key lnk_[redacted] is revoked\n\u{1b}[2J");
//! ```

mod escape;
mod sanitizer;
mod spelling;
mod url;

pub use escape::{bounded, escape, escape_json, is_unsafe};
pub use sanitizer::{REDACTED, Sanitizer};
pub use url::without_credentials;
