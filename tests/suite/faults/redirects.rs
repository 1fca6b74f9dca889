//! Redirects to another host: nothing is sent there, no credential above all.

use std::sync::Arc;

use cloudwright::core::credentials::{self, Environment, ProvideCredentials};
use cloudwright::core::{Credentials, ErrorKind, ReqwestTransport, SystemClock};

use crate::clouds::{self, Cloud};
use crate::raw_server::{Act, RawServer, sized};

/// A server that sends everybody to another one, and that other one.
async fn redirecting(status: &str) -> (RawServer, RawServer) {
    let elsewhere = RawServer::start([Act::Write(sized("200 OK", "{}"))]).await;
    let head = format!(
        "{status}\r\nLocation: {}/stolen?a=b",
        elsewhere.endpoint().replace("127.0.0.1", "localhost")
    );
    (
        RawServer::start([Act::Write(sized(&head, ""))]).await,
        elsewhere,
    )
}

#[tokio::test]
async fn the_host_that_a_service_redirects_to_hears_nothing() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let (server, elsewhere) = redirecting(status).await;
        for cloud in clouds::ALL {
            let key = match cloud {
                Cloud::HuaweiToken => Credentials::token("token"),
                _ => Credentials::access_key("id", "secret").with_session_token("session"),
            };
            let client = cloud
                .bare(server.endpoint())
                .credentials(key.with_project_id("p"))
                .build()
                .unwrap();
            let error = cloud.ask(&client).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Answer, "{cloud:?}: {error:?}");
            assert_eq!(error.attempts().len(), 1, "{cloud:?}");
            assert!(
                error
                    .status()
                    .is_some_and(|it| status.starts_with(&it.to_string()))
            );
            let line = error.to_string();
            assert!(line.contains("/stolen, which is not followed"), "{line}");
        }
        assert_eq!(server.requests().len(), clouds::ALL.len());
        assert_eq!(elsewhere.connections(), 0, "{status}");
    }
}

#[tokio::test]
async fn the_host_that_a_metadata_or_token_service_redirects_to_hears_nothing() {
    use credentials::{alibaba, huawei, tencent};
    let (server, elsewhere) = redirecting("307 Temporary Redirect").await;
    let address = server.endpoint();
    let transport = Arc::new(ReqwestTransport::new().unwrap());
    let environment = Environment::isolated(transport, Arc::new(SystemClock))
        .with_region("cn-north-4")
        .with_metadata_endpoint(&address)
        .with_sts_endpoint(&address)
        .with_iam_endpoint(&address)
        .with_file("/token", "the web identity");
    let key = || Credentials::access_key("id", "secret");
    let providers: [Box<dyn ProvideCredentials>; 8] = [
        Box::new(tencent::InstanceRole::new().with_role("r")),
        Box::new(tencent::AssumeRole::new(key(), "role")),
        Box::new(alibaba::InstanceRole::new().with_role("r")),
        Box::new(alibaba::AssumeRole::new(key(), "role")),
        Box::new(alibaba::OidcRole::new("role", "provider", "/token")),
        Box::new(huawei::InstanceAgency),
        Box::new(huawei::OidcAgency::new("provider", "agency", "/token")),
        Box::new(huawei::PasswordToken::new("user", "open sesame", "account")),
    ];
    for provider in providers {
        let error = provider.provide(&environment).await.unwrap_err();
        assert!(!error.to_string().contains("sesame"), "{error}");
    }
    assert!(server.requests().len() >= 8);
    assert_eq!(elsewhere.connections(), 0);
}
