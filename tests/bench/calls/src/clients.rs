//! Three clients of the same server: reqwest that moves bytes, reqwest with strict serde types, and
//! the generated crate, which signs, checks, decodes leniently and types.

use serde::Deserialize;

use super::clock::cpu_seconds;

type Failure = Box<dyn std::error::Error>;

const BODY: &str = r#"{"RepoName":"ccs-dev/nginx","Limit":100}"#;
/// Calls before the count begins: they open the connection and fill the caches.
const WARM_UP: usize = 3;

/// Makes calls one after the other, and prints what they cost as JSON.
#[tokio::main(flavor = "current_thread")]
pub async fn run(
    kind: &str,
    calls: usize,
    address: &str,
    allocations: &dyn Fn() -> usize,
) -> Result<(), Failure> {
    let client = Client::new(kind, address)?;
    let mut entries = 0;
    for _ in 0..WARM_UP {
        entries = client.call().await?;
    }
    let (cpu, allocated) = (cpu_seconds(), allocations());
    for _ in 0..calls {
        if client.call().await? != entries {
            return Err("an answer was cut short".into());
        }
    }
    let (cpu, allocated) = (cpu_seconds() - cpu, allocations() - allocated);
    let per_call = |total: f64| total / calls as f64;
    println!(
        r#"{{"cpu_us":{},"allocations":{}}}"#,
        per_call(cpu * 1e6),
        per_call(allocated as f64)
    );
    Ok(())
}

enum Client {
    Bytes(reqwest::Client, String),
    Serde(reqwest::Client, String),
    Cloudwright(cloudwright_tencent_tcr::Client),
}

impl Client {
    fn new(kind: &str, address: &str) -> Result<Self, Failure> {
        let address = address.to_owned();
        Ok(match kind {
            "bytes" => Self::Bytes(bare()?, address),
            "serde" => Self::Serde(bare()?, address),
            "cloudwright" => Self::Cloudwright(
                cloudwright_tencent_tcr::Client::builder()
                    .endpoint(address)
                    .region("ap-guangzhou")
                    .access_key("AKIDexample", "example-secret")
                    .build()?,
            ),
            other => return Err(format!("there is no client `{other}`").into()),
        })
    }

    /// How many entries, or bytes, came back.
    async fn call(&self) -> Result<usize, Failure> {
        match self {
            Self::Bytes(client, address) => Ok(exchange(client, address).await?.len()),
            Self::Serde(client, address) => {
                let body = exchange(client, address).await?;
                let page: Envelope = serde_json::from_slice(&body)?;
                std::hint::black_box(&page);
                Ok(page.response.data.log_info.len())
            }
            Self::Cloudwright(client) => {
                let page = client
                    .describe_application_trigger_log_personal()
                    .repo_name("ccs-dev/nginx")
                    .limit(100)
                    .await?;
                let data = page.into_inner().data;
                std::hint::black_box(&data);
                Ok(data.map_or(0, |data| data.log_info.len()))
            }
        }
    }
}

fn bare() -> Result<reqwest::Client, reqwest::Error> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}

async fn exchange(
    client: &reqwest::Client,
    address: &str,
) -> Result<impl AsRef<[u8]> + std::ops::Deref<Target = [u8]> + use<>, reqwest::Error> {
    client
        .post(address)
        .header("Content-Type", "application/json")
        .body(BODY)
        .send()
        .await?
        .bytes()
        .await
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope {
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded to be measured")]
struct Response {
    data: Data,
    request_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded to be measured")]
struct Data {
    total_count: i64,
    log_info: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded to be measured")]
struct Entry {
    invoke_action: Option<String>,
    invoke_condition: Option<Condition>,
    invoke_para: Option<Parameters>,
    invoke_result: Option<Outcome>,
    invoke_source: Option<String>,
    invoke_time: Option<String>,
    repo_name: Option<String>,
    tag_name: Option<String>,
    trigger_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded to be measured")]
struct Condition {
    invoke_expr: Option<String>,
    invoke_method: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded to be measured")]
struct Parameters {
    app_id: Option<String>,
    cluster_id: Option<String>,
    cluster_region: Option<i64>,
    container_name: Option<String>,
    namespace: Option<String>,
    service_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded to be measured")]
struct Outcome {
    return_code: Option<i64>,
    return_msg: Option<String>,
}
