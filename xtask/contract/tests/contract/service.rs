//! A service on no network, which keeps to `spec/linksii.yaml` but where a test has it differ.

use std::time::{Duration, SystemTime};

use codegen::diagnostic::Severity;
use codegen::document::{Document, read};
use contract::{Contract, Difference, Limits, Reply, Request, Service};
use serde_json::{Map, Value, json};

pub(crate) const SPEC: &str = include_str!("../../../../spec/linksii.yaml");
pub(crate) const KEY: &str = "lnk_s3cretS3cret";
pub(crate) const LIMITS: Limits = Limits {
    requests: 100,
    time: Duration::from_secs(300),
};

/// A change of each reply to an operation: its path, its query, the reply.
type Change = dyn Fn(&str, &str, &mut Reply);

/// The service: its collections by path, and what it does differently.
pub(crate) struct Linksii {
    pub(crate) collections: Map<String, Value>,
    pub(crate) changes: Vec<Box<Change>>,
    /// The collections that need no workspace.
    pub(crate) optional: Vec<&'static str>,
    /// The parameters that choose nothing, and the collections that choose by none.
    pub(crate) ignored: Vec<&'static str>,
    pub(crate) asked: Vec<Request>,
    pub(crate) waited: Vec<Duration>,
    pub(crate) now: SystemTime,
}

impl Linksii {
    /// As documented.
    pub(crate) fn new() -> Self {
        let collections = json!({
            "workspaces": [
                {"id": "ws_1", "name": "Acme", "slug": "acme", "plan": "enterprise", "created_at": "2025-01-15T09:00:00Z"},
                {"id": "ws_2", "name": "Apex", "slug": "apex", "plan": "pro", "created_at": "2025-01-16T09:00:00Z"},
            ],
            "tracking": [
                {"id": "run_1", "workspace_id": "ws_1", "platform": "chatgpt", "score": 72, "mention_count": 14,
                 "prompt_count": 8, "ran_at": "2025-06-01T08:00:00Z", "status": "complete"},
                {"id": "run_2", "workspace_id": "ws_1", "platform": "claude", "score": 68.5, "mention_count": 11,
                 "prompt_count": 8, "ran_at": "2025-06-01T08:00:00Z", "status": "complete"},
                {"id": "run_3", "workspace_id": "ws_1", "platform": "gemini", "score": 51, "mention_count": 7,
                 "prompt_count": 8, "ran_at": "2025-06-01T08:00:00Z", "status": "complete"},
                {"id": "run_4", "workspace_id": "ws_2", "platform": "chatgpt", "score": 50, "mention_count": 5,
                 "prompt_count": 8, "ran_at": "2025-06-01T08:00:00Z", "status": "complete"},
            ],
            "prompts": [
                {"id": "prompt_1", "workspace_id": "ws_1", "text": "Which one?", "category": "awareness",
                 "is_active": true, "created_at": "2025-06-01T10:00:00Z"},
                {"id": "prompt_2", "workspace_id": "ws_1", "text": "Which other?", "category": "decision",
                 "is_active": false, "created_at": "2025-06-01T10:00:00Z"},
                {"id": "prompt_3", "workspace_id": "ws_2", "text": "Which third?", "category": "decision",
                 "is_active": false, "created_at": "2025-06-01T10:00:00Z"},
            ],
            "competitors": [
                {"id": "comp_1", "workspace_id": "ws_1", "domain": "asana.com", "name": "Asana",
                 "logo_url": "https://www.linksii.com/1.png"},
                {"id": "comp_2", "workspace_id": "ws_1", "domain": null, "name": "Notion", "logo_url": null},
            ],
            "templates": [
                {"id": "brand_scorecard", "name": "Brand Scorecard", "slug": "brand-scorecard",
                 "system_prompt": "Score", "type": "builtin", "created_at": null},
                {"id": "tmpl_1", "name": "Audit", "slug": "audit", "system_prompt": "Evaluate",
                 "output_schema": "{}", "type": "custom", "created_at": "2025-05-20T14:00:00Z"},
            ],
        });
        let Value::Object(collections) = collections else {
            panic!("collections have names");
        };
        Self {
            collections,
            changes: Vec::new(),
            optional: Vec::new(),
            ignored: Vec::new(),
            asked: Vec::new(),
            waited: Vec::new(),
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_710_000_000),
        }
    }

    /// With another value in a row, or `gone`.
    pub(crate) fn row(mut self, collection: &str, row: usize, field: &str, value: &Value) -> Self {
        put(&mut self.collections[collection][row], field, value);
        self
    }

    /// With another value in all rows.
    pub(crate) fn rows(self, collection: &str, field: &str, value: &Value) -> Self {
        let rows = self.collections[collection].as_array().map_or(0, Vec::len);
        (0..rows).fold(self, |it, row| it.row(collection, row, field, value))
    }

    /// With another value around the rows, by its pointer in the body.
    pub(crate) fn body(self, collection: &str, pointer: &str, value: &Value) -> Self {
        let (pointer, value) = (pointer.to_owned(), value.clone());
        self.success(collection, move |reply| {
            let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
            put(&mut body, &pointer, &value);
            reply.body = body.to_string().into_bytes();
        })
    }

    /// With a change of the body's text.
    pub(crate) fn text(self, collection: &str, from: &str, to: &str) -> Self {
        let (from, to) = (from.to_owned(), to.to_owned());
        self.success(collection, move |reply| {
            let text = String::from_utf8(reply.body.clone()).unwrap();
            reply.body = text.replacen(&from, &to, 1).into_bytes();
        })
    }

    /// With a change of each reply with success to an operation.
    pub(crate) fn success(self, collection: &str, change: impl Fn(&mut Reply) + 'static) -> Self {
        self.change(collection, move |_, reply| {
            if reply.status == 200 {
                change(reply);
            }
        })
    }

    /// With a change of each reply to an operation, by the query.
    pub(crate) fn change(
        mut self,
        collection: &str,
        change: impl Fn(&str, &mut Reply) + 'static,
    ) -> Self {
        let collection = collection.to_owned();
        self.changes.push(Box::new(move |path, query, reply| {
            if path == collection {
                change(query, reply);
            }
        }));
        self
    }

    /// The reply to a request.
    pub(crate) fn answer(&self, request: &Request) -> Reply {
        let target = request.target.trim_start_matches('/');
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let parameter = |name: &str| {
            let mut all = query.split('&').filter_map(|it| it.split_once('='));
            all.find_map(|(known, value)| (known == name).then_some(value))
        };
        let one = || {
            let (collection, id) = path.split_once('/')?;
            let mut rows = self.collections.get(collection)?.as_array()?.iter();
            rows.find(|row| row["id"] == id)
        };
        let mut answered = match self.collections.get(path) {
            None if one().is_some() => reply(200, &json!({"data": one()})),
            None => reply(
                404,
                &json!({"error": "There is no such path", "status": 404}),
            ),
            Some(_)
                if path != "workspaces"
                    && parameter("workspace_id").is_none()
                    && !self.optional.contains(&path) =>
            {
                reply(
                    400,
                    &json!({"error": "workspace_id is required", "code": "MISSING_PARAM"}),
                )
            }
            Some(rows) => {
                let pairs = query.split('&').filter_map(|it| it.split_once('='));
                let ignored = |name: &str| self.ignored.iter().any(|it| [name, path].contains(it));
                let filters: Vec<_> = pairs
                    .filter(|(name, _)| !matches!(*name, "limit" | "offset") && !ignored(name))
                    .collect();
                let is_due = |row: &&Value| filters.iter().all(|it| has(row, *it));
                let rows: Vec<&Value> = rows.as_array().unwrap().iter().filter(is_due).collect();
                let number =
                    |name, usual| parameter(name).map_or(usual, |it: &str| it.parse().unwrap());
                let (limit, offset) = (number("limit", 20), number("offset", 0));
                let page: Vec<&&Value> = rows.iter().skip(offset).take(limit).collect();
                let meta = json!({"total": rows.len(), "limit": limit, "offset": offset});
                reply(200, &json!({"data": page, "meta": meta}))
            }
        };
        for change in &self.changes {
            change(path, query, &mut answered);
        }
        answered
    }

    pub(crate) fn contract(&mut self, text: &str) -> Contract {
        contract::contract(&document(text), self, KEY, LIMITS)
    }
}

impl Service for Linksii {
    fn get(&mut self, request: &Request, _: Duration) -> Result<Reply, String> {
        self.asked.push(request.clone());
        Ok(self.answer(request))
    }

    fn wait(&mut self, time: Duration) {
        self.waited.push(time);
        self.now += time;
    }

    fn now(&self) -> SystemTime {
        self.now
    }
}

/// Whether a row has a value. What names none, or none that is known, is everybody's or the first
/// workspace's.
fn has(row: &Value, (name, value): (&str, &str)) -> bool {
    match &row[name] {
        Value::Null => true,
        Value::String(text) if value != "ws_1" => text == value,
        Value::String(text) => text != "ws_2",
        other => {
            let value: Value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
            *other == value || value == "ws_1"
        }
    }
}

pub(crate) fn reply(status: u16, json: &Value) -> Reply {
    let headers = [
        ("content-type", "application/json"),
        ("x-ratelimit-limit", "100"),
        ("x-ratelimit-remaining", "94"),
        ("x-ratelimit-reset", "1710000060"),
    ];
    Reply {
        status,
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        body: json.to_string().into_bytes(),
    }
}

/// What takes a member away.
pub(crate) fn gone() -> Value {
    "(gone)".into()
}

/// Sets a member by its pointer, or takes it away.
pub(crate) fn put(body: &mut Value, pointer: &str, value: &Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let Some(Value::Object(members)) = body.pointer_mut(parent) else {
        return;
    };
    if *value == gone() {
        members.remove(key);
    } else {
        members.insert(key.to_owned(), value.clone());
    }
}

pub(crate) fn document(text: &str) -> Document {
    read("spec/linksii.yaml", text.as_bytes())
        .unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

/// What keeps a client from being generated; examples are to follow an edit.
pub(crate) fn errors(text: &str) -> Vec<String> {
    let found = codegen::check::check(&document(text)).into_iter();
    let errors = found.filter(|it| it.severity == Severity::Error && it.rule != "example-mismatch");
    errors.map(|it| it.message).collect()
}

pub(crate) fn patched(text: &str, diff: &str) -> String {
    diffy::apply(text, &diffy::Patch::from_str(diff).unwrap()).unwrap()
}

/// `unknown-field list_tracking data[].region`
pub(crate) fn shown(it: &Difference) -> String {
    let seen = &it.seen[0];
    let status = if seen.status == 200 {
        String::new()
    } else {
        format!(" {}", seen.status)
    };
    format!("{} {}{status} {}", it.kind, seen.operation, seen.path)
        .trim()
        .to_owned()
}

pub(crate) fn all_shown(contract: &Contract) -> Vec<String> {
    contract.differences.iter().map(shown).collect()
}
