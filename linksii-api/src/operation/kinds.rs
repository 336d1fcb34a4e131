//! Operations of kinds that other documents have, written as they are generated.

use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use serde_json::{Value, json};

use super::*;
use crate::call::Call;
use crate::mode::Async;
use crate::request_body::Body;
use crate::transport::{self, Response};
use crate::{Bytes, Client, StatusCode, TransportError, parameter};

const fn info(id: &'static str, method: Method, path: &'static str) -> OperationInfo {
    OperationInfo {
        id,
        method,
        path,
        limit: &crate::generated::limits::EVERY_OTHER,
    }
}

#[derive(Clone, Debug, Default)]
struct ListEvents {
    cursor: Option<String>,
    limit: Option<u32>,
}

impl Operation for ListEvents {
    type Output = Page<u32>;

    const INFO: OperationInfo = info("list_events", Method::GET, "/events");

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        endpoint
            .request(Method::GET, "/events")
            .query("cursor", &self.cursor)
            .query("limit", self.limit)
            .build()
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListEvents {
    type Item = u32;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_cursor(Some(&mut self.limit), |cursor| {
            self.cursor = Some(cursor.into());
        })
    }
}

/// An operation that sends a body of its own, and gives what came.
#[derive(Clone, Debug)]
enum Import {
    Form(Value),
    Text(Body),
}

impl Operation for Import {
    type Output = Bytes;

    const INFO: OperationInfo = info("import", Method::POST, "/import");

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        let request = endpoint
            .request(Method::POST, "/import")
            .accept("application/pdf");
        match self {
            Self::Form(form) => request.form(form),
            Self::Text(text) => request.body(text, "text/csv; charset=utf-8"),
        }
        .build()
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.bytes()
    }
}

#[derive(Clone, Debug)]
struct ImportCall<M = Async>(Call<Import, M>);

crate::call_methods::download_method! { ImportCall }

/// An operation with parameters of many forms, which may answer with nothing or with anything.
#[derive(Clone, Debug)]
struct Search {
    filter: Value,
    update: Option<Value>,
}

impl Operation for Search {
    type Output = Option<(StatusCode, Value)>;

    const INFO: OperationInfo = info("search", Method::POST, "/search");

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        endpoint
            .request(Method::POST, "/search")
            .query_object("deep", &self.filter)
            .query_fields(&self.filter)
            .query("json", parameter::json(&self.filter))
            .header("accept", "text/plain")
            .optional(self.update.as_ref(), |request, update| {
                request.json_as(update, "application/merge-patch+json")
            })
            .build()
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        match reply.status() {
            StatusCode::NO_CONTENT => reply.empty().map(|()| None),
            _ => reply.other().map(Some),
        }
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

fn page(rows: &[u32], next: Option<&str>) -> Result<Response, TransportError> {
    let page = json!({"data": rows, "meta": {"next_cursor": next}});
    transport::json(StatusCode::OK, &page)
}

#[tokio::test]
async fn a_collection_is_fetched_by_cursor_to_its_end() {
    let answers = vec![
        page(&[1, 2], Some("a")),
        page(&[], Some("b")),
        page(&[3], None),
    ];
    let (client, log) = client(answers);
    let list = call(&client, ListEvents::default()).limit(2).concurrency(8);
    assert_eq!(list.all().await.unwrap(), [1, 2, 3]);
    let asked: Vec<_> = log.lock().unwrap().iter().map(|it| it[0].clone()).collect();
    assert_eq!(
        asked,
        [
            "GET /events?limit=2",
            "GET /events?cursor=a&limit=2",
            "GET /events?cursor=b&limit=2"
        ]
    );
}

#[tokio::test]
async fn a_collection_by_cursor_of_nothing_is_one_page() {
    let (client, _) = client(vec![page(&[], None)]);
    let mut pages = call(&client, ListEvents::default()).pages();
    assert!(pages.next().await.unwrap().unwrap().data.is_empty());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_cursor_that_repeats_an_earlier_one_is_an_error() {
    let answers = [(1, "a"), (2, "b"), (3, "a")];
    let (client, log) = client(answers.map(|(row, next)| page(&[row], Some(next))).into());
    let mut items = call(&client, ListEvents::default()).stream();
    for row in [1, 2] {
        assert_eq!(items.next().await.unwrap().unwrap(), row);
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("`next_cursor`"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(log.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_collection_by_cursor_refuses_an_offset() {
    let (client, log) = client(vec![]);
    let list = call(&client, ListEvents::default()).offset(20);
    let error = list.all().await.unwrap_err();
    assert!(error.to_string().contains("has no `offset`"), "{error}");
    assert!(log.lock().unwrap().is_empty());
}

fn search(update: Option<Value>) -> Search {
    let filter = json!({"a": {"b": 1}});
    Search { filter, update }
}

#[tokio::test]
async fn parameters_are_sent_in_each_form_and_an_optional_body_where_there_is_one() {
    for (update, content_type, body) in [
        (
            Some(json!({"c": null})),
            "application/merge-patch+json",
            "{\"c\":null}",
        ),
        (None, "", ""),
    ] {
        let mut nothing = Response::new(Bytes::new());
        *nothing.status_mut() = StatusCode::NO_CONTENT;
        let (client, log) = client(vec![Ok(nothing)]);
        assert_eq!(call(&client, search(update)).send().await.unwrap(), None);
        let query = "deep%5Ba%5D%5Bb%5D=1&a%5Bb%5D=1&json=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D";
        let line = format!("POST /search?{query}");
        let sent = [line.as_str(), content_type, "text/plain", body];
        assert_eq!(*log.lock().unwrap(), [sent]);
    }
}

#[tokio::test]
async fn a_status_that_is_not_documented_comes_with_what_the_reply_says() {
    for (body, json) in [
        ("{\"a\": 1}", json!({"a": 1})),
        ("soon", json!("soon")),
        ("", json!(null)),
    ] {
        let mut answer = Response::new(body.into());
        *answer.status_mut() = StatusCode::ACCEPTED;
        let (client, _) = client(vec![Ok(answer)]);
        let reply = call(&client, search(None)).send().await.unwrap();
        assert_eq!(reply, Some((StatusCode::ACCEPTED, json)));
    }
}

#[tokio::test]
async fn bodies_of_each_kind_are_sent_and_bytes_are_read() {
    for (import, content_type, body) in [
        (
            Import::Form(json!({"ids": [1, 2]})),
            "application/x-www-form-urlencoded",
            "ids=1&ids=2",
        ),
        (Import::Text("a,b".into()), "text/csv; charset=utf-8", "a,b"),
    ] {
        let pdf = || Ok(Response::new("%PDF".into()));
        let (client, log) = client(vec![pdf(), pdf()]);
        let import = ImportCall(call(&client, import));
        assert_eq!(import.0.clone().send().await.unwrap(), "%PDF");
        let download = import.download().await.unwrap();
        assert_eq!(download.bytes().await.unwrap(), "%PDF");
        let sent = ["POST /import", content_type, "application/pdf", body];
        assert_eq!(*log.lock().unwrap(), [sent, sent]);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_download_of_an_operation_is_read_by_a_program_that_blocks() {
    use std::io::Read as _;

    let answer = |_: transport::Request| async { Ok(Response::new("%PDF".into())) };
    let builder = Client::builder().api_key("lnk_1").transport(answer);
    let client = builder.build_blocking().unwrap();
    let import = Import::Text("a".into());
    let import: ImportCall<crate::blocking::Blocking> =
        ImportCall(Call::new(&client.handle(), import));
    let mut pdf = String::new();
    let mut download = import.download().unwrap();
    download.read_to_string(&mut pdf).unwrap();
    assert_eq!(pdf, "%PDF");
}
