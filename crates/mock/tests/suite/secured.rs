//! The same mock over TLS, certified by its own authority: for tools that only speak https.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use cloudwright_mock::Mock;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::sign::{NOW, calls, right_call};
use crate::support::{Call, authority};

fn mock() -> Mock {
    // Without state: each action is answered by itself.
    Mock::builder()
        .clock_stopped_at(NOW)
        .state(false)
        .start_blocking()
        .unwrap()
}

type Secured = StreamOwned<ClientConnection, TcpStream>;

/// A connection to a mock by some name, which trusts an authority and no other.
fn connect(mock: &Mock, pem: &str, name: &str) -> Secured {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(authority(&mock.endpoint())).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    StreamOwned::new(client, stream)
}

/// Everything that is answered to a call, and how it ends.
fn send(stream: &mut Secured, call: &Call) -> (String, Option<ErrorKind>) {
    let call = call.clone().header("Connection", "close");
    if let Err(error) = stream.write_all(&call.bytes()) {
        return (String::new(), Some(error.kind()));
    }
    let mut received = Vec::new();
    let end = stream.read_to_end(&mut received).err();
    let text = String::from_utf8_lossy(&received).into_owned();
    (text, end.map(|error| error.kind()))
}

#[test]
fn every_action_is_called_over_tls_by_any_name() {
    let mock = mock();
    let pem = mock.ca_pem().to_owned();
    for right in calls(&mock) {
        for name in ["127.0.0.1", "localhost", "tcr.tencentcloudapi.com", "[::1]"] {
            let call = right_call(&mock, &right.service, &right.action);
            let name = name.trim_matches(['[', ']']);
            let (answer, end) = send(&mut connect(&mock, &pem, name), &call);
            assert!(
                answer.starts_with("HTTP/1.1 200"),
                "{name}: {answer} {end:?}"
            );
            assert!(mock.last_request().unwrap().is_success());
        }
    }
    assert!(
        mock.https_endpoint_for("tencent-tcr")
            .starts_with("https://127.0.0.1:")
    );
}

#[test]
fn one_port_speaks_both_and_tells_its_authority() {
    let mock = mock();
    let call = Call {
        method: "GET".to_owned(),
        path: "/_mock/ca.pem".to_owned(),
        ..Call::default()
    };
    let call = call.header("Host", authority(&mock.endpoint()));
    let in_the_clear = call.send(&mock.endpoint());
    let pem = String::from_utf8(in_the_clear.body).unwrap();
    assert_eq!(pem, mock.ca_pem());
    let (answer, _) = send(&mut connect(&mock, &pem, "localhost"), &call);
    assert!(answer.ends_with(&pem), "{answer}");
}

#[test]
fn a_client_that_trusts_another_mock_is_not_fooled() {
    let (mock, other) = (mock(), mock());
    let call = right_call(&mock, "tencent-ccr", "ListTriggerLog");
    let mut stream = connect(&mock, other.ca_pem(), "localhost");
    let (answer, end) = send(&mut stream, &call);
    assert_eq!((answer.as_str(), end), ("", Some(ErrorKind::InvalidData)));
    assert_eq!(mock.request_count(), 0);
}

#[test]
fn faults_strike_over_tls_too() {
    let mock = mock();
    let pem = mock.ca_pem().to_owned();
    let call = |fault: &str| {
        let call = right_call(&mock, "tencent-ccr", "ListTriggerLog");
        send(
            &mut connect(&mock, &pem, "localhost"),
            &call.header("x-mock-fault", fault),
        )
    };
    let (answer, end) = call("reset");
    assert_eq!(
        (answer.as_str(), end),
        ("", Some(ErrorKind::ConnectionReset))
    );
    let (answer, end) = call("reset-body");
    assert!(answer.contains("content-length"), "{answer}");
    assert_eq!(end, Some(ErrorKind::ConnectionReset));
    let (answer, _) = call("truncate");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length = head.split("content-length: ").nth(1).unwrap();
    let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
    assert_eq!(body.len(), length / 2);
    let (answer, _) = call("slow=1");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
