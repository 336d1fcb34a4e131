//! A number, as exact as it was written.

/// The text of a number. JSON sets no bounds to it, and no type of Rust's holds them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// A number in JSON's form, or nothing if the text is not one.
    pub(super) fn json(text: &str) -> Option<Self> {
        let number = text.parse::<serde_json::Number>();
        number.is_ok().then(|| Self(text.to_owned()))
    }

    /// A number in one of YAML's further forms (`0x1f`, `+1`, `.5`, `1.`), or in JSON's.
    pub(super) fn yaml(text: &str) -> Option<Self> {
        let radix =
            |prefix: &str, radix| u64::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
        if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
            return Some(Self(number.to_string()));
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let sign = if text.starts_with('-') { "-" } else { "" };
        let starts = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        match unsigned.split_once('.') {
            Some(("", fraction)) if starts(fraction) => Self::json(&format!("{sign}0.{fraction}")),
            Some((whole, rest)) if starts(whole) && !starts(rest) => {
                Self::json(&format!("{sign}{whole}{rest}"))
            }
            _ if starts(unsigned) => Self::json(&format!("{sign}{unsigned}")),
            _ => None,
        }
    }

    /// The number as it was written.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it is a whole number, in digits alone.
    pub fn is_whole(&self) -> bool {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0);
        digits.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.starts_with('-')
    }

    /// As JSON; a number that is too long loses what an `f64` does not hold.
    pub fn to_json(&self) -> serde_json::Value {
        self.0.parse::<serde_json::Number>().map_or_else(
            |_| self.0.parse::<f64>().unwrap_or_default().into(),
            serde_json::Value::Number,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        for text in ["0", "-1", "0.50", "1e3", "18446744073709552000"] {
            assert_eq!(Number::json(text).map(|it| it.0).as_deref(), Some(text));
        }
        for text in [
            "", "-", "007", "+1", ".5", "1.2.3", "0x1f", "1_000", "inf", "NaN", "1e999",
        ] {
            assert_eq!(Number::json(text), None, "{text}");
        }
    }

    #[test]
    fn yaml_has_further_forms() {
        let read = |text| Number::yaml(text).map(|it| it.0);
        assert_eq!(read("0x1f").as_deref(), Some("31"));
        assert_eq!(read("0o17").as_deref(), Some("15"));
        assert_eq!(read("+1.5").as_deref(), Some("1.5"));
        assert_eq!(read("-.5").as_deref(), Some("-0.5"));
        assert_eq!(read("1.").as_deref(), Some("1"));
        for text in ". - + .e1 e1 007 1.x +-1 2024-01-01 --1".split(' ') {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
