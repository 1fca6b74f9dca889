//! The default transport against servers on loopback that do everything wrong.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::testing::process::{is_alone, run_alone};

/// What a server does with a connection once it has read a request.
#[derive(Clone)]
enum Act {
    /// Writes this and closes.
    Write(Vec<u8>),
    /// Writes this and keeps silent.
    Stall(Vec<u8>),
    /// Breaks the connection at once.
    Reset,
    /// Writes this and breaks the connection.
    WriteAndReset(Vec<u8>),
}

/// A server that acts on every request; counts the connections.
async fn serve(act: Act) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(connection(stream, act.clone()));
        }
    });
    (address, connections)
}

async fn connection(mut stream: TcpStream, act: Act) {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await;
    match act {
        Act::Write(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Act::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Act::Reset => reset(stream),
        Act::WriteAndReset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            // Lets the bytes arrive before the reset overtakes them.
            tokio::time::sleep(Duration::from_millis(20)).await;
            reset(stream);
        }
    }
}

fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger();
    drop(stream);
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

fn sized(status: &str, body: &[u8]) -> Vec<u8> {
    http(&format!("{status}\r\nContent-Length: {}", body.len()), body)
}

fn limits(stall: Duration) -> Limits {
    Limits::default()
        .with_max_body(1000)
        .with_max_error_body(100)
        .with_stall(Some(stall))
}

/// Longer than a busy machine takes for anything.
const PATIENCE: Duration = Duration::from_secs(60);

async fn send_to(address: SocketAddr, stall: Duration) -> Result<HttpResponse, TransportError> {
    let transport = ReqwestTransport::new().unwrap();
    let request = HttpRequest::new(http::Method::GET, format!("http://{address}/"))
        .with_header("Authorization", "secret");
    transport.send(request, limits(stall)).await
}

async fn exchange(act: Act) -> Result<HttpResponse, TransportError> {
    let stall = match act {
        Act::Stall(_) => Duration::from_millis(50),
        _ => PATIENCE,
    };
    send_to(serve(act).await.0, stall).await
}

#[tokio::test]
async fn an_answer_is_read_whole_in_one_piece_or_many() {
    let response = exchange(Act::Write(sized("200 OK", b"{\"a\":1}")))
        .await
        .unwrap();
    assert_eq!(
        (response.status, &response.body[..]),
        (200, &b"{\"a\":1}"[..])
    );
    let chunked = http(
        "200 OK\r\nTransfer-Encoding: chunked",
        b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n",
    );
    assert_eq!(
        &exchange(Act::Write(chunked)).await.unwrap().body[..],
        b"abcdefg"
    );
    let until_close = http("200 OK", b"abc");
    assert_eq!(
        &exchange(Act::Write(until_close)).await.unwrap().body[..],
        b"abc"
    );
}

#[tokio::test]
async fn broken_exchanges_are_told_apart() {
    use RequestSent::{Maybe, Yes};
    use TransportErrorKind::{Decode, Reset, Timeout, TooLarge, Truncated};
    for (act, kind, sent) in [
        (Act::Reset, Reset, Maybe),
        (Act::Write(Vec::new()), Reset, Maybe),
        (
            Act::Write(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
            Reset,
            Maybe,
        ),
        (Act::Write(b"SSH-2.0-OpenSSH\r\n".to_vec()), Decode, Maybe),
        (
            Act::Stall(http("200 OK\r\nContent-Length: 10", b"abc")),
            Timeout,
            Yes,
        ),
        (
            Act::Write(http("200 OK\r\nContent-Length: 10", b"abc")),
            Truncated,
            Yes,
        ),
        (
            Act::WriteAndReset(http("200 OK\r\nContent-Length: 10", b"abc")),
            Reset,
            Yes,
        ),
        (
            Act::Write(http("200 OK\r\nTransfer-Encoding: chunked", b"5\r\nab")),
            Truncated,
            Yes,
        ),
        (Act::Write(sized("200 OK", &[b'x'; 1001])), TooLarge, Yes),
        (Act::Write(http("200 OK", &[b'x'; 5000])), TooLarge, Yes),
        (
            Act::Write(http("200 OK\r\nContent-Length: 99999999999", b"x")),
            TooLarge,
            Yes,
        ),
        (
            Act::Write(sized("200 OK\r\nContent-Encoding: br", b"abc")),
            Decode,
            Yes,
        ),
    ] {
        let error = exchange(act).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.request_sent()),
            (kind, sent),
            "{error:?}"
        );
        assert!(!format!("{error:?}").contains("secret"));
    }
}

#[tokio::test]
async fn an_error_whose_body_cannot_be_read_keeps_its_status_and_its_headers() {
    let head =
        |encoding: &str| format!("429 Slow\r\nRetry-After: 7\r\nContent-Encoding: {encoding}");
    let cut = |head: &str| http(&format!("{head}\r\nContent-Length: 10"), b"abc");
    let compressed = |encoding: &str| sized(&head(encoding), b"\x1f\x8b\x08 no gzip at all");
    for (act, why) in [
        (Act::Write(compressed("br")), "\"br\""),
        (Act::Write(compressed("zstd")), "\"zstd\""),
        (Act::Write(compressed("deflate")), "\"deflate\""),
        (Act::Write(compressed("gzip, br")), "\"gzip, br\""),
        (
            Act::Write(compressed("gzip\r\nContent-Encoding: br")),
            "\"gzip, br\"",
        ),
        (Act::Write(compressed("gzip")), "compressed"),
        (Act::Write(compressed("x-gzip")), "compressed"),
        (Act::Write(cut(&head("identity"))), "ended early"),
        (Act::WriteAndReset(cut(&head("identity"))), "broke inside"),
        (Act::Stall(cut(&head("identity"))), "stalled"),
        (
            Act::Write(http(
                "429 Slow\r\nRetry-After: 7\r\nTransfer-Encoding: chunked",
                b"5\r\nab",
            )),
            "ended early",
        ),
    ] {
        let response = exchange(act).await.unwrap();
        assert_eq!(response.status, 429);
        assert_eq!(response.header("retry-after"), Some("7"), "{why}");
        let unread = response.unread.unwrap_or_default();
        assert!(unread.contains(why), "{why}: {unread}");
    }
    let plain = sized(&head("identity, ,identity"), b"slow");
    let response = exchange(Act::Write(plain)).await.unwrap();
    assert_eq!((&response.body[..], response.unread), (&b"slow"[..], None));
}

#[tokio::test]
async fn a_success_whose_body_cannot_be_read_is_a_failure_that_knows_its_answer() {
    let head = "200 OK\r\nX-Request-Id: r-1\r\nContent-Encoding: br";
    let error = exchange(Act::Write(sized(head, b"abc"))).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Decode);
    let error = crate::Error::from(error);
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(200), Some("r-1"))
    );
}

#[tokio::test]
async fn what_is_read_is_what_is_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let length = stream.read(&mut request).await.unwrap();
        stream.write_all(&sized("200 OK", b"{}")).await.unwrap();
        request.truncate(length);
        String::from_utf8(request).unwrap().to_ascii_lowercase()
    });
    send_to(address, PATIENCE).await.unwrap();
    let request = server.await.unwrap();
    let accepted = if cfg!(feature = "gzip") {
        "gzip"
    } else {
        "identity"
    };
    let line = format!("\r\naccept-encoding: {accepted}\r\n");
    assert!(request.contains(&line), "{request}");
}

#[tokio::test]
async fn nobody_listening_is_no_connection_and_nothing_was_sent() {
    // Bound, so that nobody else gets the port, and not listened at.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let error = send_to(address, PATIENCE).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert_eq!(error.request_sent(), RequestSent::No);
    assert_eq!(error.connect_failure(), Some(ConnectFailure::Refused));
    assert_eq!(error.to_string(), "connection refused");
}

#[tokio::test]
async fn the_body_of_an_error_is_cut_and_no_failure() {
    let response = exchange(Act::Write(sized("500 Oops", &[b'x'; 5000])))
        .await
        .unwrap();
    assert_eq!((response.status, response.body.len()), (500, 100));
    let endless = Act::Stall(http("503 Busy", &[b'x'; 5000]));
    assert_eq!(exchange(endless).await.unwrap().body.len(), 100);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_the_other_host_hears_nothing() {
    let (elsewhere, connections) = serve(Act::Write(sized("200 OK", b"stolen"))).await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let head = format!("{status}\r\nLocation: http://{elsewhere}/");
        let response = exchange(Act::Write(sized(&head, b""))).await.unwrap();
        assert!((300..400).contains(&response.status));
    }
    assert_eq!(connections.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        for _ in 0..3 {
            assert!(stream.read(&mut request).await.unwrap() > 0);
            stream.write_all(&sized("200 OK", b"{}")).await.unwrap();
        }
    });
    let transport = ReqwestTransport::new().unwrap();
    for _ in 0..3 {
        let request = HttpRequest::new(http::Method::POST, format!("http://{address}/"));
        transport.send(request, limits(PATIENCE)).await.unwrap();
    }
    server.await.unwrap();
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn compressed_answers_are_bounded_by_what_comes_out() {
    let stored = |text: &[u8]| {
        let mut encoder = flate2::bufread::GzEncoder::new(text, flate2::Compression::default());
        let mut bytes = Vec::new();
        encoder.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let answer = |status: &str, body: &[u8]| {
        Act::Write(sized(&format!("{status}\r\nContent-Encoding: gzip"), body))
    };
    let fits = exchange(answer("200 OK", &stored(&[b'a'; 1000])))
        .await
        .unwrap();
    assert_eq!(fits.body.len(), 1000);
    let members = [&stored(b"")[..], &stored(b"first "), &stored(b"second")].concat();
    let joined = exchange(answer("200 OK", &members)).await.unwrap();
    assert_eq!(&joined.body[..], b"first second");
    let bomb = stored(&vec![0; 1 << 20]);
    let compressed = limits(PATIENCE).with_max_body(5000);
    let (address, _) = serve(answer("200 OK", &bomb)).await;
    let request = HttpRequest::new(http::Method::GET, format!("http://{address}/"));
    let error = ReqwestTransport::new()
        .unwrap()
        .send(request, compressed)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
    let refused = exchange(answer("500 Oops", &stored(&[b'b'; 3000])))
        .await
        .unwrap();
    assert_eq!(&refused.body[..], &[b'b'; 100]);
    let short = stored(b"short");
    let mut changed = short.clone();
    changed[12] ^= 0x55;
    for (body, kind) in [
        (&short[..5], TransportErrorKind::Truncated),
        (&short[..12], TransportErrorKind::Truncated),
        (&short[..short.len() - 1], TransportErrorKind::Truncated),
        (&changed, TransportErrorKind::Decode),
        (b"no gzip at all", TransportErrorKind::Decode),
    ] {
        let error = exchange(answer("200 OK", body)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let transport = ReqwestTransport::new().unwrap();
    let request = HttpRequest::new(http::Method::GET, "http://127.0.0.1:1/");
    let sending = transport.send(request, limits(PATIENCE));
    let mut sending = std::pin::pin!(sending);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = sending.as_mut().poll(&mut context) else {
        panic!("no error");
    };
    assert!(error.to_string().contains("tokio runtime"));
}

#[tokio::test]
async fn https_is_spoken_and_a_server_that_does_not_is_no_connection() {
    let (address, _) = serve(Act::Write(sized("200 OK", b"{}"))).await;
    let transport = ReqwestTransport::new().unwrap();
    let request = HttpRequest::new(http::Method::GET, format!("https://{address}/"));
    let error = transport.send(request, limits(PATIENCE)).await.unwrap_err();
    assert_eq!(error.request_sent(), RequestSent::No);
    if cfg!(feature = "rustls") {
        assert_eq!(
            error.connect_failure(),
            Some(ConnectFailure::Tls),
            "{error}"
        );
    }
}

#[test]
fn requests_and_answers_show_no_secret() {
    let request = HttpRequest::new(
        http::Method::GET,
        "https://h/?Action=A&Token=tok&Signature=sig",
    )
    .with_header("Authorization", "auth")
    .with_body("pass");
    let response = HttpResponse::new(200, "body").with_header("X-Subject-Token", "subject");
    let shown = format!("{request:?} {request:#?} {response:?} {response:#?}");
    for secret in ["tok&", "sig\"", "auth\"", "pass", "\"body\"", "subject\""] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("Action=A"));
}

/// A proxy comes from the environment, which only another process can have changed.
#[tokio::test]
async fn plain_http_goes_past_the_proxy_that_https_goes_through() {
    if !is_alone() {
        return run_with_a_proxy();
    }
    let service = std::env::var("SERVICE").unwrap();
    let transport = ReqwestTransport::new().unwrap();
    let sent = |url: String| {
        let request = HttpRequest::new(http::Method::GET, url);
        transport.send(request, Limits::default())
    };
    let answer = sent(format!("http://{service}/plain")).await.unwrap();
    assert_eq!(answer.status, 403);
    let refusal = sent("https://tcr.example/".to_owned()).await.unwrap_err();
    assert_eq!(refusal.request_sent(), RequestSent::No);
    assert_eq!(refusal.connect_failure(), Some(ConnectFailure::Proxy));
    let proxy = std::env::var("HTTPS_PROXY").unwrap();
    let (_, proxy) = proxy.split_once('@').unwrap();
    assert_eq!(refusal.proxy(), Some(&*format!("http://{proxy}")));
    assert_eq!(refusal.to_string(), "the proxy does not connect to it");
    let shown = format!("{refusal:?} {refusal:#?}");
    assert!(!shown.contains("pass-of-the-proxy"), "{shown}");
}

fn run_with_a_proxy() {
    let (heard, lines) = std::sync::mpsc::channel();
    let refusing = || {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heard = heard.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut line = String::new();
                let _ = BufReader::new(&stream).read_line(&mut line);
                heard.send(line).unwrap();
                let _ = stream.write_all(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
            }
        });
        address
    };
    let proxy = format!("user:pass-of-the-proxy@{}", refusing());
    let test = "transport::tests::plain_http_goes_past_the_proxy_that_https_goes_through";
    run_alone(test, |process| {
        process.env("SERVICE", refusing());
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
            process.env(name, &proxy);
        }
        for name in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
            process.env_remove(name);
        }
    });
    let lines: Vec<String> = lines.try_iter().collect();
    let expected = [
        "GET /plain HTTP/1.1\r\n",
        "CONNECT tcr.example:443 HTTP/1.1\r\n",
    ];
    assert_eq!(lines, expected);
}
