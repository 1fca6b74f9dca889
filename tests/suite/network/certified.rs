//! Whom a client trusts, whom it says it is, and how it connects.

use cloudwright::core::ErrorKind;
use cloudwright::core::transport::{
    ClientCertificate, ConnectFailure, RequestSent, RootCertificate,
};

use crate::raw_server::{Act, RawServer};

use super::servers::{Authority, Wants, serve};
use super::{CLOUD, builder, call, mock, trusting};

#[tokio::test]
async fn an_authority_of_one_s_own_is_trusted_where_it_is_named() {
    let (mock, other) = (mock().await, Authority::new("ours"));
    let service = CLOUD.service().id;
    let client = |change: &dyn Fn(_) -> _| {
        let builder = builder(mock.https_endpoint_for(service));
        builder.http(change).build().unwrap()
    };
    let root = |pem: &str| RootCertificate::from_pem(pem);
    let bundle = format!("{}\n# and ours\n{}", other.pem(), mock.ca_pem());
    for trusting in [
        client(&|http| trusting(http, &mock)),
        client(&|http| trusting(http, &mock).system_certificates(false)),
        client(&|http| trusting(http.root_certificate(root(&other.pem())), &mock)),
        client(&|http| http.root_certificate(root(&bundle))),
    ] {
        call(&trusting).await.unwrap();
    }
    for other in [
        client(&|http| http.root_certificate(root(&other.pem()))),
        client(&|http| http),
    ] {
        let error = call(&other).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert_eq!(error.connect_failure(), Some(ConnectFailure::Certificate));
    }
    assert_eq!(mock.request_count(), 4);
    let nobody = builder("h").http(|http| http.system_certificates(false));
    let error = nobody.build().unwrap_err();
    assert!(
        error.to_string().contains("no certificate would be taken"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_asks_who_is_there_is_shown_the_certificate() {
    let (authority, stranger) = (Authority::new("ours"), Authority::new("another"));
    let port = serve(&authority, Wants::Certificate).await;
    let root = RootCertificate::from_pem(authority.pem());
    let client = |certificate: Option<ClientCertificate>| {
        let builder = builder(format!("https://localhost:{port}"));
        let builder = builder.http(|http| {
            let http = http.root_certificate(root.clone());
            match certificate {
                Some(certificate) => http.client_certificate(certificate),
                None => http,
            }
        });
        let shown = format!("{builder:?}");
        assert!(!shown.contains("PRIVATE"), "{shown}");
        builder.build().unwrap()
    };
    let of = |authority: &Authority| {
        let own = authority.client();
        ClientCertificate::from_pem(own.certificate, own.key)
    };
    call(&client(Some(of(&authority)))).await.unwrap();
    // Both in one text, as files have them.
    let own = authority.client();
    let both = [own.key, own.certificate].concat();
    let both = ClientCertificate::from_pem(&both, both.as_str());
    call(&client(Some(both))).await.unwrap();

    for (shown, told) in [
        (None, "the server wants a client certificate"),
        (
            Some(of(&stranger)),
            "does not take this client's certificate",
        ),
    ] {
        let error = call(&client(shown)).await.unwrap_err();
        assert_eq!(
            error.connect_failure(),
            Some(ConnectFailure::Certificate),
            "{error:#?}"
        );
        assert_eq!(error.request_sent(), RequestSent::No);
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[tokio::test]
async fn what_is_no_certificate_is_told_when_the_client_is_made() {
    let own = Authority::new("ours").client();
    let other = Authority::new("ours").client();
    let root = RootCertificate::from_pem;
    let client = |chain: &str, key: &str| ClientCertificate::from_pem(chain, key);
    let key = own.key.as_str();
    for (change, told) in [
        (
            builder("h").http(|http| http.root_certificate(root("sesame"))),
            "the root certificates cannot be read",
        ),
        (
            builder("h").http(|http| http.root_certificate(root(key))),
            "the root certificates cannot be read",
        ),
        (
            builder("h").http(|http| http.client_certificate(client("", key))),
            "the client certificate and its key cannot be read",
        ),
        (
            builder("h").http(|http| http.client_certificate(client(&own.certificate, "sesame"))),
            "the client certificate and its key cannot be read",
        ),
        (
            builder("h").http(|http| http.client_certificate(client(&other.certificate, key))),
            "the client certificate and its key do not go together",
        ),
    ] {
        let error = change.build().unwrap_err();
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(error.to_string().contains(told), "{shown}");
        assert!(
            !shown.contains("sesame") && !shown.contains("PRIVATE"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn http_2_is_spoken_where_it_is_chosen() {
    let authority = Authority::new("ours");
    let port = serve(&authority, Wants::Http2).await;
    let client = |speak| {
        let root = RootCertificate::from_pem(authority.pem());
        let builder = builder(format!("https://localhost:{port}"));
        let builder = builder.http(|http| http.root_certificate(root).http2(speak));
        builder.build().unwrap()
    };
    let response = call(&client(true)).await.unwrap();
    assert_eq!(response.header("x-version"), Some("HTTP/2.0"));
    assert!(call(&client(false)).await.is_err());
}

#[tokio::test]
async fn connections_are_kept_as_many_as_are_chosen_and_come_from_the_chosen_address() {
    let body = r#"{"Response":{"Data":{"TotalCount":0,"LogInfo":[]},"RequestId":"r"}}"#;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    let server = RawServer::start([Act::Write([head, body.to_owned()].concat().into())]).await;
    for (kept, expected) in [(8, 1), (0, 3)] {
        let before = server.connections();
        let builder = builder(server.endpoint()).http(|http| http.idle_connections(kept));
        let client = builder.build().unwrap();
        for _ in 0..3 {
            call(&client).await.unwrap();
        }
        assert_eq!(server.connections() - before, expected, "{kept}");
    }
    // All of 127.0.0.0/8 is this machine on Linux.
    if cfg!(target_os = "linux") {
        let from = "127.0.0.2".parse().unwrap();
        let builder = builder(server.endpoint()).http(|http| http.local_address(from));
        call(&builder.build().unwrap()).await.unwrap();
        assert_eq!(server.last_peer(), Some(from));
    }
}
