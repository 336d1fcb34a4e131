//! Reading and writing unions: values of one of several types, which the document names.
//!
//! Where a property of the object says which, it is read first, and the rest of the object goes right into
//! the type. Only what comes before that property is kept until then. Elsewhere the JSON is kept, and each
//! type is tried. What no documented type is for stays JSON.
#![allow(dead_code, reason = "a document may have no union")]

use std::fmt;
use std::marker::PhantomData;
use std::vec;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Map, Value};

/// A union of objects, each of which says in the same property what it is.
pub(crate) trait Tagged: Sized {
    /// The property.
    const TAG: &'static str;

    /// Reads the object that says so of itself, that property included.
    fn read<'de, D: Deserializer<'de>>(tag: &str, object: D) -> Result<Self, D::Error>;

    /// What does not say what it is.
    fn unknown(json: Value) -> Self;
}

pub(crate) fn tagged<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(TaggedVisitor(PhantomData))
}

/// Writes an object of such a union, with the property that says what it is.
pub(crate) fn write<S: Serializer>(
    serializer: S,
    property: &str,
    tag: &str,
    object: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    match serde_json::to_value(object) {
        Ok(Value::Object(mut object)) => {
            object.insert(property.to_owned(), tag.into());
            object.serialize(serializer)
        }
        Ok(other) => other.serialize(serializer),
        Err(error) => Err(S::Error::custom(error)),
    }
}

struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a `{}`", T::TAG)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut rest: A) -> Result<T, A::Error> {
        let mut before = Vec::new();
        while let Some(key) = rest.next_key::<String>()? {
            let value: Value = rest.next_value()?;
            let is_tag = key == T::TAG;
            let tag = match &value {
                Value::String(tag) if is_tag => Some(tag.clone()),
                Value::Number(_) | Value::Bool(_) if is_tag => Some(value.to_string()),
                _ => None,
            };
            before.push((key, value));
            if let Some(tag) = tag {
                let whole = Replay {
                    before: before.into_iter(),
                    value: None,
                    rest,
                };
                return T::read(&tag, MapAccessDeserializer::new(whole));
            }
        }
        Ok(T::unknown(before.into_iter().collect::<Map<_, _>>().into()))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::unknown(Value::Null))
    }

    fn visit_bool<E>(self, json: bool) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_i64<E>(self, json: i64) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_u64<E>(self, json: u64) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_f64<E>(self, json: f64) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_str<E>(self, json: &str) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut json: A) -> Result<T, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = json.next_element()? {
            items.push(item);
        }
        Ok(T::unknown(Value::Array(items)))
    }
}

/// An object whose first properties have been read.
struct Replay<A> {
    before: vec::IntoIter<(String, Value)>,
    /// Of the last property given.
    value: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some((key, value)) = self.before.next() else {
            return self.rest.next_key_seed(seed);
        };
        self.value = Some(value);
        let key = seed.deserialize(Value::String(key));
        key.map(Some).map_err(A::Error::custom)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// A union of types that nothing but their form tells apart.
pub(crate) trait Untagged: Sized + 'static {
    /// In the document's order.
    const VARIANTS: &'static [Variant<Self>];

    /// What is none of them.
    fn unknown(json: Value) -> Self;
}

/// A type of such a union.
pub(crate) struct Variant<T> {
    keys: &'static [&'static str],
    read: fn(&Value) -> Result<T, serde_json::Error>,
}

impl<T> Variant<T> {
    /// A type with the properties that its objects may have, if it has any.
    pub(crate) const fn new(
        keys: &'static [&'static str],
        read: fn(&Value) -> Result<T, serde_json::Error>,
    ) -> Self {
        Self { keys, read }
    }

    /// How many properties of an object this type does not know.
    fn unknown(&self, json: &Value) -> usize {
        let properties = json.as_object().into_iter().flat_map(Map::keys);
        properties
            .filter(|key| !self.keys.contains(&key.as_str()))
            .count()
    }
}

/// Of the types that can be read, the one that knows the most of an object; the first of several.
pub(crate) fn untagged<'de, T: Untagged, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let json = Value::deserialize(deserializer)?;
    let mut variants: Vec<_> = T::VARIANTS.iter().collect();
    variants.sort_by_key(|variant| variant.unknown(&json));
    let read = variants
        .into_iter()
        .find_map(|variant| (variant.read)(&json).ok());
    Ok(read.unwrap_or_else(|| T::unknown(json)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Mention {
        id: String,
        #[serde(with = "crate::number::float")]
        score: f64,
        brand: Option<Brand>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Report {
        r#type: String,
        #[serde(flatten)]
        extra: Map<String, Value>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Brand {
        name: String,
    }

    #[derive(Debug, PartialEq)]
    enum Event {
        Mention(Mention),
        Report(Report),
        Unknown(Value),
    }

    impl Tagged for Event {
        const TAG: &'static str = "type";

        fn read<'de, D: Deserializer<'de>>(tag: &str, object: D) -> Result<Self, D::Error> {
            match tag {
                "mention" => Deserialize::deserialize(object).map(Self::Mention),
                "report" => Deserialize::deserialize(object).map(Self::Report),
                _ => Deserialize::deserialize(object).map(Self::Unknown),
            }
        }

        fn unknown(json: Value) -> Self {
            Self::Unknown(json)
        }
    }

    impl<'de> Deserialize<'de> for Event {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            tagged(deserializer)
        }
    }

    impl Serialize for Event {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Mention(it) => write(serializer, "type", "mention", it),
                Self::Report(it) => write(serializer, "type", "report", it),
                Self::Unknown(json) => json.serialize(serializer),
            }
        }
    }

    fn event(json: &Value) -> Event {
        let event: Event = serde_json::from_str(&json.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), *json);
        event
    }

    #[test]
    fn the_property_says_which_type_wherever_it_is() {
        for json in [
            r#"{"type": "mention", "id": "m_1", "score": 7, "brand": {"name": "Acme"}}"#,
            r#"{"id": "m_1", "score": "7.0", "type": "mention", "brand": {"name": "Acme"}}"#,
            r#"{"new": [1], "id": "m_1", "score": 7, "brand": {"name": "Acme"}, "type": "mention"}"#,
        ] {
            let event: Event = serde_json::from_str(json).unwrap();
            let brand = Some(Brand {
                name: "Acme".to_owned(),
            });
            let mention = Mention {
                id: "m_1".to_owned(),
                score: 7.0,
                brand,
            };
            assert_eq!(event, Event::Mention(mention), "{json}");
        }
        let report = event(&json!({"a": 1, "type": "report", "pages": 4}));
        assert!(matches!(report, Event::Report(report) if report.extra["pages"] == 4));
    }

    #[test]
    fn what_is_not_documented_stays_json() {
        for json in [
            json!({"type": "webhook", "id": 7, "list": [1, {"a": null}]}),
            json!({"id": 7}),
            json!({"type": null}),
            json!({"type": {"a": 1}}),
            json!({"type": 3, "a": 1}),
            json!(["a", 1]),
            json!("text"),
            json!(-1),
            json!(1.5),
            json!(true),
            json!(null),
        ] {
            assert_eq!(event(&json), Event::Unknown(json));
        }
    }

    #[test]
    fn a_documented_type_that_does_not_match_is_an_error_at_its_path() {
        let body = r#"{"data": [{"type": "mention", "id": 7, "score": 1, "brand": null}]}"#;
        #[derive(Debug, Deserialize)]
        struct Body {
            #[expect(dead_code, reason = "only read")]
            data: Vec<Event>,
        }
        let mismatch = crate::json::read::<Body>(body.as_bytes()).unwrap_err();
        assert_eq!(mismatch.path, "data[0].id");
        assert!(
            mismatch.message.contains("expected a string"),
            "{mismatch:?}"
        );
        let body = r#"{"score": 1, "type": "mention"}"#;
        let mismatch = crate::json::read::<Event>(body.as_bytes()).unwrap_err();
        assert!(
            mismatch.message.contains("missing field `id`"),
            "{mismatch:?}"
        );
    }

    #[derive(Debug, PartialEq)]
    enum Target {
        Count(u64),
        Brand(Brand),
        Page(Page),
        Text(String),
        Unknown(Value),
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Page {
        name: Option<String>,
        url: Option<String>,
    }

    impl Untagged for Target {
        const VARIANTS: &'static [Variant<Self>] = &[
            Variant::new(&[], |json| Deserialize::deserialize(json).map(Self::Count)),
            Variant::new(&["name"], |json| {
                Deserialize::deserialize(json).map(Self::Brand)
            }),
            Variant::new(&["name", "url"], |json| {
                Deserialize::deserialize(json).map(Self::Page)
            }),
            Variant::new(&[], |json| Deserialize::deserialize(json).map(Self::Text)),
        ];

        fn unknown(json: Value) -> Self {
            Self::Unknown(json)
        }
    }

    #[test]
    fn the_type_that_knows_the_most_of_the_object_is_taken() {
        let read = |json: &Value| untagged::<Target, _>(json).unwrap();
        let brand = || Brand {
            name: "Acme".to_owned(),
        };
        assert_eq!(read(&json!({"name": "Acme"})), Target::Brand(brand()));
        assert!(matches!(
            read(&json!({"name": "Acme", "url": "u"})),
            Target::Page(_)
        ));
        assert!(matches!(
            read(&json!({"url": "u", "new": 1})),
            Target::Page(_)
        ));
        assert_eq!(read(&json!(7)), Target::Count(7));
        assert_eq!(read(&json!("a")), Target::Text("a".to_owned()));
        for json in [json!([1]), json!({"url": 1}), json!(null), json!(-1)] {
            assert_eq!(read(&json), Target::Unknown(json));
        }
    }
}
