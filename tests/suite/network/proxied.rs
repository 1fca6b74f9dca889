//! A proxy that a program names.

use std::net::SocketAddr;

use cloudwright::core::transport::{ConnectFailure, Proxy};

use super::{builder, call, mock, servers, trusting};
use crate::raw_server::closed;

/// The host of the cloud itself: only through the proxy does it lead to the mock.
const HOST: &str = "https://tcr.tencentcloudapi.com";

/// `alice:open sesame`.
const CREDENTIALS: &str = "YWxpY2U6b3BlbiBzZXNhbWU=";

fn address(endpoint: &str) -> SocketAddr {
    endpoint.split_once("://").unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn calls_go_through_the_proxy_which_sees_the_host_and_not_the_request() {
    let mock = mock().await;
    let proxy = servers::Proxy::to(address(&mock.endpoint()), Some(CREDENTIALS)).await;
    let plain = format!("http://{}", proxy.address);
    let inside = format!("http://alice:open%20sesame@{}", proxy.address);
    for named in [
        Proxy::new(plain).with_credentials("alice", "open sesame"),
        Proxy::new(inside),
    ] {
        let builder = builder(HOST).http(|http| trusting(http, &mock).proxy(named));
        let shown = format!("{builder:?} {builder:#?}");
        let client = builder.build().unwrap();
        call(&client).await.unwrap();
        let shown = format!("{shown} {client:?} {client:#?}");
        assert!(!shown.contains("sesame"), "{shown}");
    }
    for head in proxy.heads() {
        assert!(
            head.starts_with("CONNECT tcr.tencentcloudapi.com:443 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(!head.to_lowercase().contains("tc-action"), "{head}");
    }
    assert_eq!((proxy.heads().len(), mock.request_count()), (2, 2));
}

#[tokio::test]
async fn hosts_of_the_list_and_plain_http_go_past_the_proxy() {
    let mock = mock().await;
    let proxy = servers::Proxy::to(address(&mock.endpoint()), None).await;
    let port = address(&mock.endpoint()).port();
    for (endpoint, exempt, through) in [
        (format!("https://localhost:{port}"), "localhost", 0),
        (format!("https://localhost:{port}"), "elsewhere", 1),
        (format!("http://127.0.0.1:{port}"), "elsewhere", 1),
        (
            format!("https://127.0.0.1:{port}"),
            "10.0.0.0/8,127.0.0.0/8",
            1,
        ),
    ] {
        let named = Proxy::new(proxy.address.to_string()).with_no_proxy([exempt]);
        let builder = builder(endpoint).http(|http| trusting(http, &mock).proxy(named));
        call(&builder.build().unwrap()).await.unwrap();
        assert_eq!(proxy.heads().len(), through, "{exempt}");
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_or_is_not_there_is_named_without_its_password() {
    let mock = mock().await;
    let proxy = servers::Proxy::to(address(&mock.endpoint()), Some(CREDENTIALS)).await;
    let (_held, nobody) = closed();
    for (at, failure) in [
        (proxy.address, ConnectFailure::Proxy),
        (nobody, ConnectFailure::Refused),
    ] {
        let named = format!("http://alice:wrong%20word@{at}");
        let builder = builder(HOST).http(|http| trusting(http, &mock).proxy(named));
        let error = call(&builder.build().unwrap()).await.unwrap_err();
        assert_eq!(error.connect_failure(), Some(failure));
        assert_eq!(error.proxy(), Some(&*format!("http://{at}")));
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(
            !shown.contains("wrong") && shown.contains(&at.to_string()),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_told_when_the_client_is_made_and_not_repeated() {
    for address in ["", "http://", "socks5://h:1", "alice:sesame@", "http://a b"] {
        let builder = builder(HOST).http(|http| http.proxy(address));
        let error = builder.build().unwrap_err();
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(
            error.to_string().contains("the proxy has no address"),
            "{shown}"
        );
        assert!(!shown.contains("sesame"), "{shown}");
    }
}
