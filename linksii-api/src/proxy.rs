//! The proxies that the environment names, of which loopback never takes one.

use std::net::IpAddr;

use reqwest::{ClientBuilder, NoProxy, Proxy, Url};

use crate::error::Error;

/// The hosts that are this machine, as `NO_PROXY` writes them.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    host == "localhost"
        || address
            .unwrap_or(host)
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

/// A client with the proxies of the environment. Reqwest reads it by itself, but sends loopback to a
/// proxy too, takes `NO_PROXY=*` for names only, and passes over a proxy that it cannot read.
///
/// # Errors
///
/// The variable that names no proxy. Its value may hold a password, and is left out.
pub(crate) fn from_environment(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
    configure(builder, |name| std::env::var(name).ok())
}

fn configure(
    mut builder: ClientBuilder,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<ClientBuilder, Error> {
    let set = |name: &str| {
        let names = [name.to_owned(), name.to_lowercase()];
        let mut values = names.into_iter().filter_map(|name| {
            let value = variable(&name)?.trim().to_owned();
            Some((name, value))
        });
        values.find(|(_, value)| !value.is_empty())
    };
    let exempt = set("NO_PROXY").map(|(_, hosts)| hosts).unwrap_or_default();
    let all_are = exempt.split(',').any(|host| host.trim() == "*");
    // What a CGI program takes for `HTTP_PROXY` is the header `Proxy` of a request.
    if all_are || variable("REQUEST_METHOD").is_some() {
        return Ok(builder.no_proxy());
    }
    let exempt = NoProxy::from_string(&format!("{exempt},{LOOPBACK}"));
    let kinds = [
        ("HTTPS_PROXY", Proxy::https as fn(String) -> _),
        ("HTTP_PROXY", Proxy::http),
        ("ALL_PROXY", Proxy::all),
    ];
    for (name, proxy) in kinds {
        let Some((name, url)) = set(name) else {
            continue;
        };
        let proxy = proxy(url).map_err(|_| {
            Error::config(format!(
                "{name} is not the URL of a proxy: one looks like http://user:password@host:3128, with \
                 signs such as `#` and `@` in a password written as `%23` and `%40`"
            ))
        })?;
        builder = builder.proxy(proxy.no_proxy(exempt.clone()));
    }
    Ok(builder)
}
