//! Certificates that are made for a test.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::server::{NoClientAuth, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A certificate authority that no machine trusts.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its own certificate, in PEM format.
    pub pem: String,
}

/// What a server proves its name with.
#[derive(Debug)]
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Authority {
    /// Makes one.
    #[allow(clippy::new_without_default, reason = "each is another one")]
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Another name than that of what it signs, which would be taken for self-signed.
        params
            .distinguished_name
            .push(DnType::CommonName, "Test authority");
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            issuer: Issuer::new(params, key),
            pem,
        }
    }

    /// A certificate for names or addresses, valid in these years.
    pub fn certify(&self, names: &[&str], years: (i32, i32)) -> Identity {
        let (params, key) = params(names, years);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity {
            certificate: certificate.der().clone(),
            key,
        }
    }

    /// A certificate for loopback, valid now.
    pub fn loopback(&self) -> Identity {
        self.certify(&["localhost", "127.0.0.1"], (2020, 2120))
    }

    /// Its certificate, for a client to trust.
    pub fn root(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_pem(self.pem.as_bytes()).unwrap()
    }

    /// A file with its certificate, which is removed with the directory.
    pub fn file(&self) -> (PathBuf, TempDir) {
        let directory = TempDir::new().unwrap();
        let path = directory.path().join("authority.pem");
        std::fs::write(&path, &self.pem).unwrap();
        (path, directory)
    }
}

impl Identity {
    /// A certificate for loopback that is signed by itself.
    pub fn self_signed() -> Self {
        let (params, key) = params(&["localhost", "127.0.0.1"], (2020, 2120));
        Self {
            certificate: params.self_signed(&key).unwrap().der().clone(),
            key,
        }
    }

    /// A server's side of TLS that speaks these protocols.
    pub fn acceptor(&self, protocols: &[&str]) -> TlsAcceptor {
        self.acceptor_for(Arc::new(NoClientAuth), protocols)
    }

    /// The same for clients with a certificate of this authority.
    pub fn acceptor_for_clients_of(&self, authority: &Authority) -> TlsAcceptor {
        let mut roots = RootCertStore::empty();
        let pem = CertificateDer::from_pem_slice(authority.pem.as_bytes()).unwrap();
        roots.add(pem).unwrap();
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        self.acceptor_for(verifier.build().unwrap(), &["http/1.1"])
    }

    fn acceptor_for(
        &self,
        clients: Arc<dyn ClientCertVerifier>,
        protocols: &[&str],
    ) -> TlsAcceptor {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![self.certificate.clone()], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}

fn params(names: &[&str], (from, to): (i32, i32)) -> (CertificateParams, KeyPair) {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    (params, KeyPair::generate().unwrap())
}
