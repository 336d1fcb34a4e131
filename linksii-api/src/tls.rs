//! TLS of the HTTP client: rustls where it is compiled in, or else the system's library.

use reqwest::{ClientBuilder, Url};

use crate::error::Error;

#[cfg(feature = "rustls-no-provider")]
pub(crate) use self::with_rustls::{for_any, for_service};

#[cfg(feature = "rustls-no-provider")]
mod with_rustls {
    use std::sync::Arc;

    use rustls::crypto::CryptoProvider;
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt;

    use super::{ClientBuilder, Error, Url};

    /// TLS that is set up as far as the URL needs it, and changes nothing for other crates.
    pub(crate) fn for_service(builder: ClientBuilder, url: &Url) -> Result<ClientBuilder, Error> {
        let config = ClientConfig::builder_with_provider(provider()?)
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::config(format!("TLS could not be set up: {error}")))?;
        let config = if url.scheme() == "https" {
            config.with_platform_verifier().map_err(no_roots)?
        } else {
            config.with_root_certificates(RootCertStore::empty())
        };
        let mut config = config.with_no_client_auth();
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(builder.tls_backend_preconfigured(config))
    }

    /// TLS that reqwest sets up, so that its own methods can add certificates. It takes the process's
    /// provider, which therefore has to be there.
    pub(crate) fn for_any(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        let provider = provider()?;
        if CryptoProvider::get_default().is_none() {
            // Another thread that was faster has installed one as well.
            let _ = CryptoProvider::clone(&provider).install_default();
        }
        Ok(builder.tls_backend_rustls())
    }

    /// The provider that the program has installed, or ring.
    fn provider() -> Result<Arc<CryptoProvider>, Error> {
        match CryptoProvider::get_default() {
            Some(installed) => Ok(Arc::clone(installed)),
            None => fallback(),
        }
    }

    #[cfg(feature = "rustls")]
    fn fallback() -> Result<Arc<CryptoProvider>, Error> {
        Ok(Arc::new(rustls::crypto::ring::default_provider()))
    }

    #[cfg(not(feature = "rustls"))]
    fn fallback() -> Result<Arc<CryptoProvider>, Error> {
        Err(Error::config(
            "no TLS provider is installed: start the program with \
             `rustls::crypto::aws_lc_rs::default_provider().install_default()` or that of another \
             provider, or enable the feature `rustls` of linksii-api, which brings one",
        ))
    }

    fn no_roots(error: rustls::Error) -> Error {
        Error::config(format!(
            "no root certificates could be loaded ({error}), and the base URL is https: install \
             the package `ca-certificates`, or set SSL_CERT_FILE to a file of certificates in PEM \
             format. Where SSL_CERT_FILE or SSL_CERT_DIR is set, no others are looked for"
        ))
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
pub(crate) fn for_service(builder: ClientBuilder, url: &Url) -> Result<ClientBuilder, Error> {
    let builder = builder.tls_backend_native();
    Ok(if url.scheme() == "https" {
        builder
    } else {
        builder.tls_certs_only([])
    })
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
pub(crate) fn for_any(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
    Ok(builder.tls_backend_native())
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-no-provider")))]
pub(crate) fn for_service(builder: ClientBuilder, url: &Url) -> Result<ClientBuilder, Error> {
    if url.scheme() == "https" {
        return Err(Error::config(
            "the base URL is https, and this program was built without TLS: enable the feature \
             `rustls` or `native-tls` of linksii-api",
        ));
    }
    Ok(builder)
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-no-provider")))]
pub(crate) fn for_any(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
    Ok(builder)
}
