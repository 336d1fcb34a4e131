//! Which headers of a reply belong to the API, and which to the way there.

/// Those of HTTP itself, of browsers' rules and of proxies, which no document of an API lists.
const IGNORED: &[&str] = &[
    "accept-ranges",
    "age",
    "allow",
    "alt-svc",
    "cache-control",
    "connection",
    "date",
    "etag",
    "expires",
    "keep-alive",
    "last-modified",
    "location",
    "nel",
    "origin-agent-cluster",
    "permissions-policy",
    "pragma",
    "proxy-authenticate",
    "referrer-policy",
    "report-to",
    "reporting-endpoints",
    "server",
    "server-timing",
    "strict-transport-security",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "via",
    "www-authenticate",
    "x-cache",
    "x-cache-hits",
    "x-content-type-options",
    "x-dns-prefetch-control",
    "x-download-options",
    "x-frame-options",
    "x-matched-path",
    "x-permitted-cross-domain-policies",
    "x-powered-by",
    "x-robots-tag",
    "x-served-by",
    "x-timer",
    "x-xss-protection",
];

/// What the names of further ones start with.
const IGNORED_PREFIXES: &[&str] = &[
    "access-control-",
    "cdn-",
    "cf-",
    "content-",
    "cross-origin-",
    "x-amz-cf-",
    "x-vercel-",
];

/// Whether a header is one of these.
pub(crate) fn is_ignored(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    IGNORED.contains(&name.as_str()) || IGNORED_PREFIXES.iter().any(|it| name.starts_with(it))
}

/// A header's name as people write it: `X-Request-Id`.
pub(crate) fn title(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join("-")
}
