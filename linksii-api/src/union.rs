//! Reading and writing unions: values of one of several types, which the document names.
//!
//! Where a property of the object says which, it is read first, and the rest of the object goes right into
//! the type. Only what comes before that property is kept until then. Elsewhere the JSON is kept, and each
//! type is tried. What no documented type is for stays JSON.

mod tagged;
mod untagged;

pub(crate) use self::tagged::{Tagged, tagged, write};
pub(crate) use self::untagged::{Untagged, Variant, untagged};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde::de::Deserializer;
    use serde::{Deserialize, Serialize, Serializer};
    use serde_json::{Map, Value, json};

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
