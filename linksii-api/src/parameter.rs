//! Values in a path, a query or a header.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::secret::Secret;

/// What a path, a query or a header can have.
pub(crate) trait Parameter {
    /// Calls with each value: none where there is none, several for a list.
    fn each(&self, value: &mut dyn FnMut(&str));

    /// The value where there must be one.
    fn text(&self) -> Cow<'_, str> {
        let mut text = String::new();
        self.each(&mut |value| text.push_str(value));
        Cow::Owned(text)
    }
}

/// A value that is text.
macro_rules! text_parameter {
    ($name:ty) => {
        impl crate::parameter::Parameter for $name {
            fn each(&self, value: &mut dyn FnMut(&str)) {
                let text: &str = self.as_ref();
                value(text);
            }

            fn text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.as_ref())
            }
        }
    };
}

pub(crate) use text_parameter;

text_parameter!(str);
text_parameter!(String);

macro_rules! displayed_parameter {
    ($($name:ty),*) => {$(
        impl Parameter for $name {
            fn each(&self, value: &mut dyn FnMut(&str)) {
                value(&self.to_string());
            }
        }
    )*};
}

displayed_parameter!(bool, i32, i64, u32, u64, f64);

impl Parameter for Secret {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        value(self.expose());
    }
}

impl Parameter for DateTime<Utc> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        value(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

impl<T: Parameter> Parameter for Option<T> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        if let Some(parameter) = self {
            parameter.each(value);
        }
    }
}

impl<T: Parameter + ?Sized> Parameter for &T {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        T::each(self, value);
    }

    fn text(&self) -> Cow<'_, str> {
        T::text(self)
    }
}

impl<T: Parameter> Parameter for [T] {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        for parameter in self {
            parameter.each(value);
        }
    }
}
