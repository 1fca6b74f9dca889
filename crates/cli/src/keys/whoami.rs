//! `cloudwright whoami`: whose keys a call would be signed with, and where they come from.

use std::sync::Arc;
use std::time::SystemTime;

use clap::Args;
use cloudwright_core::credentials::{CredentialsError, Environment, ProvideCredentials as _};
use cloudwright_core::meta::Provider;
use cloudwright_core::{
    Client, Credentials, Error, SystemClock, Transport, default_chain, region_from_environment,
};
use serde_json::{Map, Value, json};

use crate::call::connect;
use crate::command::network::Network;
use crate::command::open_values::OpenValues;
use crate::failure::{Abort, Failure};
use crate::keys::provider::tools_of;
use crate::output::{self, Format};
use crate::{catalog, put};

/// Tells whose keys calls are signed with, and where they come from
///
/// Variables, files, a machine's role, in the vendors' order. Secrets are not shown. No cloud is asked whether the keys
/// work, unless --verify is given.
#[derive(Args)]
#[command(after_help = "Example:\n  cloudwright whoami tencent --verify")]
pub(crate) struct Arguments {
    /// The cloud, or one of its services; all clouds unless given
    #[arg(value_name = "PROVIDER", hide_possible_values = true)]
    #[arg(value_parser = OpenValues::of(Provider::WORDS))]
    provider: Option<String>,
    /// Look at this profile of the vendor's files
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Ask the cloud whose keys they are
    #[arg(long)]
    verify: bool,
    /// Ask another host than the cloud's own
    #[arg(long, value_name = "HOST|URL", requires_all = ["verify", "provider"])]
    endpoint: Option<String>,
    /// How the list is written; table unless given
    #[arg(long = "output", short = 'o', value_name = "FORMAT")]
    #[arg(default_value = "table", hide_default_value = true)]
    format: Format,
    #[command(flatten)]
    network: Network,
}

/// Tells it.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Abort> {
    let one = arguments.provider.as_deref();
    let providers = match one {
        Some(name) => vec![catalog::provider(name)?],
        None => Provider::ALL.to_vec(),
    };
    let rows = connect::runtime()?.block_on(async {
        let mut rows = Vec::new();
        for provider in &providers {
            match identity(*provider, arguments).await {
                Ok(row) => rows.push(Value::Object(row)),
                Err(stop) if one.is_some() => return Err(stop),
                Err(Abort::Failure(failure)) => rows.push(json!({
                    "provider": provider.as_str(),
                    "source": null,
                    "kind": null,
                    "key_id": null,
                    "region": null,
                    "problem": failure.message(),
                })),
                Err(stop) => return Err(stop),
            }
        }
        Ok(rows)
    })?;
    let is_known = |row: &Value| row.get("problem").is_none();
    if !rows.iter().any(is_known) {
        let failure = Failure::configuration("there are no usable credentials for any cloud");
        let failure = rows.iter().fold(failure, |failure, row| {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            failure.with_fact(text("provider"), text("problem"))
        });
        let hint = "`cloudwright whoami PROVIDER` tells where it looked";
        return Err(failure.with_hint(hint).into());
    }
    // One cloud is told as names and values, several as rows.
    let told = match <[Value; 1]>::try_from(rows) {
        Ok([row]) => row,
        Err(rows) => rows.into(),
    };
    put(&output::render(&told, None, arguments.format))
}

/// What is known of the keys for a cloud.
async fn identity(provider: Provider, arguments: &Arguments) -> Result<Map<String, Value>, Abort> {
    let transport = connect::transport(arguments.network.settings()?)?;
    let transport: Arc<dyn Transport> = Arc::new(transport);
    let mut environment = Environment::new(Arc::clone(&transport), Arc::new(SystemClock));
    if let Some(profile) = &arguments.profile {
        environment = environment.with_profile(profile.as_str());
    }
    let found = default_chain(provider).provide(&environment).await;
    let credentials = found.map_err(|error: CredentialsError| Error::from(error))?;
    let region = region_from_environment(provider, &environment);
    let mut row = described(provider, &credentials);
    let region = credentials.region().map(str::to_owned).or(region);
    row.insert("region".to_owned(), json!(region));
    if let Some(project) = credentials.project_id() {
        row.insert("project".to_owned(), project.into());
    }
    if arguments.verify {
        let endpoint = arguments.endpoint.as_deref();
        row.extend(ask(provider, credentials, region, endpoint, transport).await?);
    }
    Ok(row)
}

/// The keys without their secrets.
fn described(provider: Provider, credentials: &Credentials) -> Map<String, Value> {
    let key = credentials.as_access_key();
    let kind = match key {
        Some(key) if key.session_token.is_some() => "temporary key",
        Some(_) => "key",
        None => "token",
    };
    let mut row = Map::new();
    let mut set = |name: &str, value: Value| row.insert(name.to_owned(), value);
    set("provider", provider.as_str().into());
    set("source", credentials.source().into());
    set("kind", kind.into());
    set("key_id", json!(key.map(|key| key.id.as_str())));
    if let Some(expires_at) = credentials.expires_at() {
        set("expires_at", expires_at.into());
        set("expires_in", left(expires_at).into());
    }
    row
}

/// How long until a second since 1970, in the largest unit that says something.
fn left(expires_at: i64) -> String {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    match expires_at.saturating_sub(now) {
        ..=0 => "expired".to_owned(),
        seconds @ 1..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

/// Account and name of whom the keys belong to, as the cloud says.
async fn ask(
    provider: Provider,
    credentials: Credentials,
    region: Option<String>,
    endpoint: Option<&str>,
    transport: Arc<dyn Transport>,
) -> Result<Map<String, Value>, Abort> {
    let vendor = tools_of(provider);
    let usual = provider.example_region();
    let mut builder = Client::builder(vendor.caller.service)
        .credentials(credentials)
        .shared_transport(transport)
        .region(region.unwrap_or_else(|| usual.to_owned()))
        .user_agent(connect::USER_AGENT);
    if let Some(endpoint) = endpoint {
        builder = builder.endpoint(endpoint);
    }
    let answer = builder
        .build()?
        .call(vendor.caller)
        .send_dynamic(json!({}))
        .await?;
    let answer = answer.into_inner().into_json();
    let member = |name: &str| answer.get(name).cloned().unwrap_or_default();
    Ok(Map::from_iter([
        ("account".to_owned(), member(vendor.account)),
        ("name".to_owned(), member(vendor.name)),
    ]))
}
