//! HTTP as enterprises have it, over loopback: a proxy on the way, an authority of their own, servers
//! that ask who is there.

mod certified;
mod proxied;
mod servers;

use cloudwright::core::transport::{HttpSettings, RootCertificate};
use cloudwright::core::{Client, ClientBuilder, Credentials, RetryPolicy};
use cloudwright::{Error, Response};
use cloudwright_mock::Mock;

use crate::clouds::Cloud;

/// The cloud of these tests; what is between is the same for all.
const CLOUD: Cloud = Cloud::Tcr;

/// A builder for an https address, with a key of no mock, so that any host may be called.
fn builder(endpoint: impl Into<String>) -> ClientBuilder<Client> {
    CLOUD
        .bare(endpoint)
        .credentials(Credentials::access_key("AKIDexample", "a-secret-key"))
        .retry(RetryPolicy::never())
}

/// A mock that knows the key.
async fn mock() -> Mock {
    let key = cloudwright_mock::Credentials::new("AKIDexample", "a-secret-key");
    let provider = CLOUD.provider();
    Mock::builder().key(provider, key).start().await.unwrap()
}

fn trusting(http: HttpSettings, mock: &Mock) -> HttpSettings {
    http.root_certificate(RootCertificate::from_pem(mock.ca_pem()))
}

async fn call(client: &Client) -> Result<Response<cloudwright::core::codec::Document>, Error> {
    let parameters = serde_json::json!({"RepoName": "a/b"});
    client
        .call(CLOUD.operation())
        .send_dynamic(parameters)
        .await
}
