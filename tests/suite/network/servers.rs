//! A proxy and a server of few lines, for what the mock does not play.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A proxy that opens every tunnel to one address, whatever host is asked for.
pub(super) struct Proxy {
    pub(super) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// One that wants these credentials, `USER:PASSWORD` in Base64, if any.
    pub(super) async fn to(target: SocketAddr, credentials: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let seen = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(tunnel(stream, target, credentials, Arc::clone(&seen)));
            }
        });
        Self { address, heads }
    }

    /// What the proxy was asked, each time.
    pub(super) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn tunnel(
    mut stream: TcpStream,
    target: SocketAddr,
    credentials: Option<&str>,
    seen: Arc<Mutex<Vec<String>>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let knows = credentials.is_none_or(|wanted| head.contains(&format!(": Basic {wanted}\r\n")));
    seen.lock().unwrap().push(head);
    let answer = if knows {
        "HTTP/1.1 200 OK\r\n\r\n"
    } else {
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n"
    };
    let _ = stream.write_all(answer.as_bytes()).await;
    if knows && let Ok(mut there) = TcpStream::connect(target).await {
        let _ = copy_bidirectional(&mut stream, &mut there).await;
    }
}

/// A certificate, and its key, in PEM.
pub(super) struct Certified {
    pub(super) certificate: String,
    pub(super) key: String,
}

/// An authority that certifies a server and its clients.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(super) fn new(name: &str) -> Self {
        let mut about = CertificateParams::new(Vec::new()).unwrap();
        about.distinguished_name.push(DnType::CommonName, name);
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(about, key).unwrap())
    }

    pub(super) fn pem(&self) -> String {
        self.0.pem()
    }

    pub(super) fn client(&self) -> Certified {
        let (certificate, key) = self.issue("client", ExtendedKeyUsagePurpose::ClientAuth);
        Certified {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }

    fn issue(&self, name: &str, purpose: ExtendedKeyUsagePurpose) -> (rcgen::Certificate, KeyPair) {
        let mut about = CertificateParams::new(vec![name.to_owned()]).unwrap();
        about.extended_key_usages = vec![purpose];
        let key = KeyPair::generate().unwrap();
        (about.signed_by(&key, &self.0).unwrap(), key)
    }
}

/// What a server wants of its clients.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// A certificate of its own authority.
    Certificate,
    /// HTTP/2 and nothing else.
    Http2,
}

/// A server on `localhost` that answers everything with an empty result; its port.
pub(super) async fn serve(authority: &Authority, wants: Wants) -> u16 {
    let acceptor = TlsAcceptor::from(Arc::new(config(authority, wants)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let stream = match acceptor.accept(stream).into_fallible().await {
                    Ok(stream) => stream,
                    Err((_, mut stream)) => {
                        // What is not read would break the connection, and the alert with it.
                        let _ = stream.read_to_end(&mut Vec::new()).await;
                        return;
                    }
                };
                let answer = service_fn(
                    |request: hyper::Request<hyper::body::Incoming>| async move {
                        let version = format!("{:?}", request.version());
                        let body = r#"{"Response":{"Data":{"TotalCount":0,"LogInfo":[]},"RequestId":"r"}}"#;
                        hyper::Response::builder()
                            .header("x-version", version)
                            .body(Full::new(Bytes::from_static(body.as_bytes())))
                    },
                );
                let stream = TokioIo::new(stream);
                let _ = match wants {
                    Wants::Certificate => {
                        hyper::server::conn::http1::Builder::new()
                            .serve_connection(stream, answer)
                            .await
                    }
                    Wants::Http2 => {
                        hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                            .serve_connection(stream, answer)
                            .await
                    }
                };
            });
        }
    });
    port
}

fn config(authority: &Authority, wants: Wants) -> ServerConfig {
    let (certificate, key) = authority.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth);
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match wants {
        Wants::Http2 => builder.with_no_client_auth(),
        Wants::Certificate => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.0.der().clone()).unwrap();
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(verifier.unwrap())
        }
    };
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = builder.with_single_cert(chain, key).unwrap();
    if wants == Wants::Http2 {
        config.alpn_protocols = vec![b"h2".to_vec()];
    }
    config
}
