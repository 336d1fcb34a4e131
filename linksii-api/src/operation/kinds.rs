//! Operations of the kinds that other documents have, written as they are generated.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::*;
use crate::call::Call;
use crate::error::Error;
use crate::generated::limits;
use crate::multipart::{File, Multipart};
use crate::nullable::Nullable;
use crate::parameter::{Parameter, joined};
use crate::request_body::Body;
use crate::transport::{self, Response};
use crate::union;
use crate::{Bytes, Client, StatusCode, TransportError};

const fn info(id: &'static str, method: Method, path: &'static str) -> OperationInfo {
    OperationInfo {
        id,
        method,
        path,
        limit: &limits::EVERY_OTHER,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Mention(Mention),
    Unknown(Value),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Mention {
    id: String,
}

impl union::Tagged for Event {
    const TAG: &'static str = "type";

    fn read<'de, D: Deserializer<'de>>(tag: &str, object: D) -> Result<Self, D::Error> {
        match tag {
            "mention" => Deserialize::deserialize(object).map(Self::Mention),
            _ => Deserialize::deserialize(object).map(Self::Unknown),
        }
    }

    fn unknown(json: Value) -> Self {
        Self::Unknown(json)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        union::tagged(deserializer)
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Mention(it) => union::write(serializer, "type", "mention", it),
            Self::Unknown(json) => json.serialize(serializer),
        }
    }
}

/// A scalar of two types.
#[derive(Clone, Debug)]
enum Window {
    Days(u32),
    Name(String),
}

impl Parameter for Window {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        match self {
            Self::Days(days) => days.each(value),
            Self::Name(name) => name.each(value),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct ListEvents {
    kinds: Vec<String>,
    filter: BTreeMap<String, u32>,
    window: Option<Window>,
    cursor: Option<String>,
    limit: Option<u32>,
}

impl Operation for ListEvents {
    type Output = Page<Event>;

    const INFO: OperationInfo = info("list_events", Method::GET, "/events");

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        endpoint
            .request(Method::GET, "/events")
            .query("kinds", joined(&self.kinds, ","))
            .query_object("filter", &self.filter)
            .query("window", &self.window)
            .query("cursor", &self.cursor)
            .query("limit", self.limit)
            .build()
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.cursor_page()
    }
}

impl Paged for ListEvents {
    type Item = Event;

    const PAGING: Paging = Paging::Cursor;

    fn set_cursor(&mut self, cursor: &str) {
        self.cursor = Some(cursor.to_owned());
    }

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn set_limit(&mut self, limit: u32) {
        self.limit = Some(limit);
    }

    fn offset(&self) -> Option<u64> {
        None
    }

    fn set_offset(&mut self, _: u64) {}
}

#[derive(Clone, Debug, Default, Serialize)]
struct UpdatePrompt {
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    text: Nullable<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    category: Nullable<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    tag: Nullable<String>,
}

/// What an update answers with.
#[derive(Clone, Debug, PartialEq)]
enum UpdatedPrompt {
    Ok(Mention),
    NoContent,
    Unknown(StatusCode, Value),
}

impl Operation for UpdatePrompt {
    type Output = UpdatedPrompt;

    const INFO: OperationInfo = info("update_prompt", Method::PATCH, "/prompts/{id}");

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        endpoint
            .request(Method::PATCH, "/prompts/1")
            .json(self)
            .build()
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        match reply.status().as_u16() {
            200 => reply.data().map(UpdatedPrompt::Ok),
            204 => reply.empty().map(|()| UpdatedPrompt::NoContent),
            _ => reply
                .other()
                .map(|(status, json)| UpdatedPrompt::Unknown(status, json)),
        }
    }
}

#[derive(Clone, Debug)]
enum Sent {
    Parts(File, Option<String>),
    Form(BTreeMap<String, Vec<u32>>),
    Text(Body),
}

#[derive(Clone, Debug)]
struct Import(Sent);

impl Operation for Import {
    type Output = Bytes;

    const INFO: OperationInfo = info("import", Method::POST, "/import");

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        let request = endpoint
            .request(Method::POST, "/import")
            .accept("application/pdf");
        match &self.0 {
            Sent::Parts(file, name) => {
                let parts = Multipart::new()
                    .file("file", file)
                    .parameter("name", name)
                    .json("options", &[1]);
                request.multipart(&parts)
            }
            Sent::Form(form) => request.form(form),
            Sent::Text(text) => request.body(text, "text/csv; charset=utf-8"),
        }
        .build()
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.bytes()
    }
}

/// What was sent: method, path and query, content type, accepted type, body.
type Log = Arc<Mutex<Vec<[String; 4]>>>;

fn client(answers: Vec<Result<Response, TransportError>>) -> (Client, Log) {
    let log = Log::default();
    let (asked, answers) = (Arc::clone(&log), Mutex::new(answers.into_iter()));
    let answer = move |request: transport::Request| {
        let header = |name: &str| {
            let value = request.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let target = request.uri().path_and_query().unwrap();
        let body = String::from_utf8_lossy(request.body()).into_owned();
        asked.lock().unwrap().push([
            format!("{} {target}", request.method()),
            header("content-type").unwrap_or_default(),
            header("accept").unwrap_or_default(),
            body,
        ]);
        let answer = answers.lock().unwrap().next().unwrap();
        async move { answer }
    };
    let builder = Client::builder().api_key("lnk_1").base_url("https://h");
    (builder.transport(answer).build().unwrap(), log)
}

fn call<P: Operation>(client: &Client, arguments: P) -> Call<P> {
    Call::new(&client.handle(), arguments)
}

fn page(events: Value, next: Option<&str>) -> Result<Response, TransportError> {
    let page = json!({"data": events, "meta": {"next_cursor": next}});
    transport::json(StatusCode::OK, &page)
}

#[tokio::test]
async fn a_collection_is_fetched_by_cursor_to_its_end() {
    let mention = json!({"type": "mention", "id": "m_1"});
    let other = json!({"type": "report", "id": 7});
    let answers = || {
        vec![
            page(json!([mention]), Some("c2")),
            page(json!([other]), None),
        ]
    };
    let list = ListEvents {
        kinds: vec!["mention".to_owned(), "report".to_owned()],
        filter: BTreeMap::from([("score".to_owned(), 3)]),
        window: Some(Window::Days(7)),
        ..ListEvents::default()
    };
    let expected = [
        Event::Mention(Mention {
            id: "m_1".to_owned(),
        }),
        Event::Unknown(other.clone()),
    ];
    let (one, log) = client(answers());
    let all = call(&one, list.clone()).limit(1).all().await.unwrap();
    assert_eq!(all, expected);
    let query = "/events?kinds=mention%2Creport&filter%5Bscore%5D=3&window=7";
    let asked: Vec<_> = log.lock().unwrap().iter().map(|it| it[0].clone()).collect();
    assert_eq!(
        asked,
        [
            format!("GET {query}&limit=1"),
            format!("GET {query}&cursor=c2&limit=1")
        ]
    );

    let (two, _) = client(answers());
    let pages: Vec<_> = call(&two, list.clone())
        .concurrency(8)
        .pages()
        .collect()
        .await;
    let cursors: Vec<_> = pages
        .iter()
        .map(|page| page.as_ref().unwrap().cursor())
        .collect();
    assert_eq!(cursors, [Some("c2"), None]);

    let (three, _) = client(answers());
    let items: Vec<_> = call(&three, list)
        .stream()
        .map(Result::unwrap)
        .collect()
        .await;
    assert_eq!(items, expected);
}

#[tokio::test]
async fn what_a_collection_by_cursor_does_not_have_is_refused() {
    let (client, log) = client(vec![]);
    let list = ListEvents {
        window: Some(Window::Name("week".to_owned())),
        ..ListEvents::default()
    };
    let error = call(&client, list).offset(20).all().await.unwrap_err();
    assert!(error.to_string().contains("has no `offset`"), "{error}");
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_update_sends_what_is_set_and_says_which_reply_came() {
    let updated = json!({"data": {"id": "prompt_1"}});
    let mut nothing = Response::new(Bytes::new());
    *nothing.status_mut() = StatusCode::NO_CONTENT;
    let later = json!({"job": 1});
    let (client, log) = client(vec![
        transport::json(StatusCode::OK, &updated),
        Ok(nothing),
        transport::json(StatusCode::ACCEPTED, &later),
    ]);
    let update = UpdatePrompt {
        text: "x".to_owned().into(),
        category: Nullable::Null,
        tag: Nullable::Absent,
    };
    let send = || call(&client, update.clone()).send();
    let prompt = Mention {
        id: "prompt_1".to_owned(),
    };
    assert_eq!(send().await.unwrap(), UpdatedPrompt::Ok(prompt));
    assert_eq!(send().await.unwrap(), UpdatedPrompt::NoContent);
    let unknown = UpdatedPrompt::Unknown(StatusCode::ACCEPTED, later);
    assert_eq!(send().await.unwrap(), unknown);
    assert_eq!(log.lock().unwrap()[0][3], r#"{"text":"x","category":null}"#);
}

#[tokio::test]
async fn bodies_of_each_kind_are_sent_and_bytes_are_read() {
    let file = File::new("a.csv", "1,2").content_type("text/csv");
    let form = BTreeMap::from([("ids".to_owned(), vec![1, 2])]);
    for (sent, content_type, body) in [
        (
            Sent::Parts(file, Some("Acme".to_owned())),
            "multipart/form-data; boundary=",
            "filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n",
        ),
        (
            Sent::Form(form),
            "application/x-www-form-urlencoded",
            "ids=1&ids=2",
        ),
        (Sent::Text("a,b".into()), "text/csv; charset=utf-8", "a,b"),
    ] {
        let pdf = || Ok(Response::new("%PDF".into()));
        let (client, log) = client(vec![pdf(), pdf()]);
        let import = call(&client, Import(sent));
        assert_eq!(import.clone().send().await.unwrap(), "%PDF");
        let download = import.execute_download().await.unwrap();
        assert_eq!(download.bytes().await.unwrap(), "%PDF");
        for [line, given, accepted, given_body] in log.lock().unwrap().iter() {
            assert_eq!([line, accepted], ["POST /import", "application/pdf"]);
            assert!(given.starts_with(content_type), "{given}");
            assert!(given_body.contains(body), "{given_body}");
        }
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_download_of_an_operation_is_read_by_a_program_that_blocks() {
    use std::io::Read as _;

    let answer = |_: transport::Request| async { Ok(Response::new("%PDF".into())) };
    let builder = Client::builder().api_key("lnk_1").transport(answer);
    let client = builder.build_blocking().unwrap();
    let import = Import(Sent::Text("a".into()));
    let call: Call<_, crate::blocking::Blocking> = Call::new(&client.handle(), import);
    let mut pdf = String::new();
    let mut download = call.wait_download().unwrap();
    download.read_to_string(&mut pdf).unwrap();
    assert_eq!(pdf, "%PDF");
}
