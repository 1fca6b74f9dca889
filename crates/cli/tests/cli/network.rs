//! Proxies, authorities and client certificates, by option and by variable.

use std::net::TcpListener;
use std::path::PathBuf;

use cloudwright_mock::Mock;

use crate::run::{CCR, Run, call, cloudwright};

/// Keys that the mock knows.
fn with_keys_of(run: Run, mock: &Mock) -> Run {
    let key = mock.credentials(cloudwright_mock::Provider::Tencent);
    run.with("TENCENTCLOUD_SECRET_ID", &key.id)
        .with("TENCENTCLOUD_SECRET_KEY", &key.secret)
        .with("TENCENTCLOUD_REGION", "ap-guangzhou")
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn an_authority_is_named_by_an_option_or_a_variable() {
    let mock = Mock::builder().start_blocking().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pem = file(&folder, "ca.pem", mock.ca_pem());
    let pem = pem.to_str().unwrap();
    let endpoint = mock.https_endpoint_for("tencent-ccr");
    let words = ["--endpoint", &endpoint, "--retries", "0"];
    let trusting = [&words[..], &["--ca-certificate", pem]].concat();
    with_keys_of(call(CCR, &trusting), &mock).run().json();
    let tape = folder.path().join("tape.json");
    let recorded = [&trusting[..], &["--record", tape.to_str().unwrap()]].concat();
    with_keys_of(call(CCR, &recorded), &mock).run().json();
    let by_variable = call(CCR, &words).with("CLOUDWRIGHT_CA_CERTIFICATE", pem);
    with_keys_of(by_variable, &mock).run().json();
    let ran = with_keys_of(call(CCR, &words), &mock).run();
    ran.fails(4, &["its TLS certificate is not accepted"]);
}

#[test]
fn a_proxy_is_gone_through_but_for_the_hosts_of_no_proxy_and_its_password_is_not_shown() {
    let mock = Mock::builder().start_blocking().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pem = file(&folder, "ca.pem", mock.ca_pem());
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = closed.local_addr().unwrap();
    drop(closed);
    let proxy = format!("http://alice:sesame@{nobody}");
    let endpoint = mock.https_endpoint_for("tencent-ccr");
    let words = [
        "--endpoint",
        &endpoint,
        "--ca-certificate",
        pem.to_str().unwrap(),
        "--proxy",
        &proxy,
        "--retries",
        "0",
        "--verbose",
    ];
    let ran = with_keys_of(call(CCR, &words), &mock).run();
    ran.fails(4, &[&format!("(through proxy http://{nobody})"), "refused"]);
    assert!(!ran.err.contains("sesame"), "{}", ran.err);
    let past = call(CCR, &words).with("NO_PROXY", "localhost,127.0.0.1");
    with_keys_of(past, &mock).run().json();
    // Of a variable it is the runtime's to read.
    let by_variable = call(CCR, &words[..4]).with("HTTPS_PROXY", &proxy);
    let ran = with_keys_of(by_variable, &mock).run();
    ran.fails(4, &[&format!("(through proxy http://{nobody})")]);
}

#[test]
fn what_cannot_be_read_is_told_with_the_option_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let nonsense = file(&folder, "nonsense.pem", "sesame");
    let nonsense = nonsense.to_str().unwrap();
    for (words, code, told) in [
        (
            &["--ca-certificate", "/there/is/none"][..],
            3,
            "the file /there/is/none of --ca-certificate or CLOUDWRIGHT_CA_CERTIFICATE cannot be read",
        ),
        (
            &["--ca-certificate", nonsense],
            3,
            "the root certificates cannot be read",
        ),
        (
            &["--client-certificate", nonsense],
            3,
            "the client certificate and its key cannot be read",
        ),
        (
            &["--client-key", nonsense],
            2,
            "--client-key is of no use without --client-certificate",
        ),
        (&["--proxy", "alice:sesame@"], 3, "the proxy has no address"),
    ] {
        let ran = call(CCR, words)
            .with_keys()
            .with("TENCENTCLOUD_REGION", "ap-guangzhou");
        let ran = ran.run();
        ran.fails(code, &[told]);
        assert!(!ran.err.contains("sesame"), "{}", ran.err);
    }
}

#[test]
fn whoami_goes_the_same_way() {
    let words = ["whoami", "tencent", "--proxy", "socks5://h:1"];
    cloudwright(&words)
        .with_keys()
        .run()
        .fails(3, &["the proxy has no address"]);
}
