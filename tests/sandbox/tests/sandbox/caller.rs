//! A client that knows nothing but HTTP, as one in any language.

use linksii_sandbox::Sandbox;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

/// Each operation of the document with a request that is answered.
pub(crate) const OPERATIONS: [(&str, &str, &str, &str); 10] = [
    ("create_key", "POST", "/keys", r#"{"name": "CI"}"#),
    ("list_workspaces", "GET", "/workspaces", ""),
    (
        "list_tracking",
        "GET",
        "/tracking?workspace_id=ws_01HXYZ",
        "",
    ),
    ("list_prompts", "GET", "/prompts?workspace_id=ws_01HXYZ", ""),
    (
        "create_prompt",
        "POST",
        "/prompts",
        r#"{"workspace_id": "ws_01HXYZ", "text": "Who?"}"#,
    ),
    (
        "list_competitors",
        "GET",
        "/competitors?workspace_id=ws_01HXYZ",
        "",
    ),
    (
        "create_competitor",
        "POST",
        "/competitors",
        r#"{"workspace_id": "ws_01HXYZ", "name": "Notion"}"#,
    ),
    (
        "create_analysis",
        "POST",
        "/analyze",
        r#"{"image_url": "https://a.example/x.png", "template": "ux_audit", "workspace_id": "ws_01HXYZ"}"#,
    ),
    (
        "list_templates",
        "GET",
        "/templates?workspace_id=ws_01HXYZ",
        "",
    ),
    (
        "create_template",
        "POST",
        "/templates",
        r#"{"name": "Mine", "slug": "mine", "system_prompt": "Judge it."}"#,
    ),
];

/// A client of a sandbox.
pub(crate) struct Caller {
    http: Client,
    base_url: String,
    key: String,
}

/// An HTTP client. `Client::new` panics where reqwest is built without a TLS provider of its own, as it is
/// with the features of `linksii-api`.
pub(crate) fn http() -> Client {
    let builder = linksii_api::Client::http_client_builder().unwrap();
    builder.build().unwrap()
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Caller {
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        Self::at(sandbox.base_url(), sandbox.api_key())
    }

    pub(crate) fn at(base_url: &str, key: &str) -> Self {
        Self {
            http: http(),
            base_url: base_url.to_owned(),
            key: key.to_owned(),
        }
    }

    /// The same with another key.
    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self::at(&self.base_url, key)
    }

    /// A request of the API, which a body makes one of JSON.
    pub(crate) fn request(&self, method: &str, target: &str, body: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let request = self.http.request(method, self.base_url.clone() + target);
        let request = request.header(AUTHORIZATION, format!("Bearer {}", self.key));
        if body.is_empty() {
            request
        } else {
            request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_owned())
        }
    }

    pub(crate) async fn call(&self, method: &str, target: &str, body: &str) -> Reply {
        send(self.request(method, target, body)).await
    }

    pub(crate) async fn get(&self, target: &str) -> Reply {
        self.call("GET", target, "").await
    }

    pub(crate) async fn post(&self, target: &str, body: &str) -> Reply {
        self.call("POST", target, body).await
    }

    /// A request of the controls, without a key.
    pub(crate) async fn control(&self, method: &str, target: &str, body: &str) -> Reply {
        let url = self.base_url.replace("/api/v1", target);
        let request = self.http.request(method.parse().unwrap(), url);
        send(request.body(body.to_owned())).await
    }
}

/// Sends a request and reads the reply whole.
pub(crate) async fn send(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn data(&self) -> Value {
        self.json()["data"].clone()
    }

    /// What an error says.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().unwrap().to_owned()
    }

    pub(crate) fn code(&self) -> Option<String> {
        self.json()["code"].as_str().map(str::to_owned)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn number(&self, name: &str) -> i64 {
        let value = self.header(name);
        let value = value.unwrap_or_else(|| panic!("no {name}: {self:?}"));
        value.parse().unwrap()
    }
}
