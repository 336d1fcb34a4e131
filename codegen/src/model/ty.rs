//! Types in Rust.

/// A type in Rust.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the types'")]
pub enum Ty {
    String,
    Secret,
    DateTime,
    Date,
    Uuid,
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    /// A body that is not JSON.
    Body,
    /// A file in a form.
    File,
    /// Any JSON.
    Value,
    /// An object of any JSON.
    Object,
    Map(Box<Ty>),
    List(Box<Ty>),
    /// May be null, or absent.
    Option(Box<Ty>),
    /// May be absent, or null, which is something else.
    Nullable(Box<Ty>),
    /// A struct that holds itself.
    Boxed(Box<Ty>),
    /// One of the API's types, by name.
    Id(String),
    /// One of the API's types, by name.
    Enum(String),
    /// One of the API's types, by name.
    Struct(String),
    /// One of the API's types, by name.
    Union(String),
}

/// Where a type is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Beside the API's types, where all names are imported.
    Types,
    /// Anywhere else, where the API's types are `types::…` and other names are whole paths.
    Elsewhere,
}

impl Ty {
    /// The type as it is written.
    pub fn rust(&self, scope: Scope) -> String {
        let inside = scope == Scope::Types;
        let either = |short: &str, whole: &str| if inside { short } else { whole }.to_owned();
        match self {
            Self::String => "String".to_owned(),
            Self::Secret => either("Secret", "crate::secret::Secret"),
            Self::DateTime => either("DateTime<Utc>", "chrono::DateTime<chrono::Utc>"),
            Self::Date => either("NaiveDate", "chrono::NaiveDate"),
            Self::Uuid => either("Uuid", "crate::uuid::Uuid"),
            Self::Bool => "bool".to_owned(),
            Self::I32 => "i32".to_owned(),
            Self::I64 => "i64".to_owned(),
            Self::U32 => "u32".to_owned(),
            Self::U64 => "u64".to_owned(),
            Self::F64 => "f64".to_owned(),
            Self::Body => either("Body", "crate::request_body::Body"),
            Self::File => either("File", "crate::multipart::File"),
            Self::Value => either("Value", "serde_json::Value"),
            Self::Object => either(
                "Map<String, Value>",
                "serde_json::Map<String, serde_json::Value>",
            ),
            Self::Map(value) => {
                let map = either("BTreeMap", "std::collections::BTreeMap");
                format!("{map}<String, {}>", value.rust(scope))
            }
            Self::List(item) => format!("Vec<{}>", item.rust(scope)),
            Self::Option(some) => format!("Option<{}>", some.rust(scope)),
            Self::Nullable(some) => {
                let nullable = either("Nullable", "crate::nullable::Nullable");
                format!("{nullable}<{}>", some.rust(scope))
            }
            Self::Boxed(held) => format!("Box<{}>", held.rust(scope)),
            Self::Id(name) | Self::Enum(name) | Self::Struct(name) | Self::Union(name) => {
                either(name, &format!("types::{name}"))
            }
        }
    }

    /// The type without the null that it may be.
    pub fn not_null(&self) -> &Self {
        match self {
            Self::Option(some) | Self::Nullable(some) => some,
            other => other,
        }
    }

    /// The type of what may be absent.
    pub fn optional(self) -> Self {
        match self {
            Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// Whether an argument is whatever can be made into it.
    pub fn is_converted(&self) -> bool {
        use Ty::{Body, Enum, File, Id, Object, Secret, String, Union, Value};
        matches!(
            self,
            Object | Value | Union(_) | Body | File | String | Secret | Id(_) | Enum(_)
        )
    }

    /// Whether it is passed by value.
    pub fn is_copy(&self) -> bool {
        let number = matches!(
            self,
            Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F64
        );
        number || *self == Self::Bool
    }

    /// Whether it is text, whatever that represents.
    pub fn is_text(&self) -> bool {
        let formatted = matches!(self, Self::DateTime | Self::Date | Self::Uuid);
        formatted
            || matches!(
                self,
                Self::String | Self::Secret | Self::Id(_) | Self::Enum(_)
            )
    }

    /// The type of the API's that it is, or is made of.
    pub fn named(&self) -> Option<&str> {
        match self.innermost() {
            Self::Id(name) | Self::Enum(name) | Self::Struct(name) | Self::Union(name) => {
                Some(name)
            }
            _ => None,
        }
    }

    /// The innermost type: that of the items of lists of lists.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Map(inner)
            | Self::List(inner)
            | Self::Option(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner) => inner.innermost(),
            other => other,
        }
    }
}
