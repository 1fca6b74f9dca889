//! `cloudwright whoami`: whose keys a call would be signed with, and where they come from.

use std::sync::Arc;
use std::time::SystemTime;

use clap::{Arg, ArgAction, ArgMatches, Command};
use cloudwright_core::credentials::{CredentialsError, Environment, ProvideCredentials as _};
use cloudwright_core::meta::Provider;
use cloudwright_core::transport::HttpSettings;
use cloudwright_core::{
    Client, Credentials, Error, ReqwestTransport, SystemClock, Transport, default_chain,
    region_from_environment,
};
use serde_json::{Map, Value, json};

use crate::call::connect;
use crate::failure::{Failure, Stop};
use crate::network::{self, Network};
use crate::open_values::OpenValues;
use crate::output::{self, Format};
use crate::provider::known;
use crate::{catalog, put};

/// `cloudwright whoami`.
pub(crate) fn command(output: Arg) -> Command {
    let ids = Provider::WORDS.iter().copied();
    Command::new("whoami")
        .about("Tells whose keys calls are signed with, and where they come from")
        .long_about(
            "Tells whose keys calls are signed with, and where they come from: variables, files, \
             a machine's role, in the vendors' order. Secrets are not shown. No cloud is asked \
             whether the keys work, unless --verify is given.",
        )
        .args([
            Arg::new("PROVIDER")
                .help("The cloud, or one of its services; all clouds unless given")
                .hide_possible_values(true)
                .value_parser(OpenValues::of(&ids.collect::<Vec<_>>())),
            Arg::new("profile")
                .long("profile")
                .value_name("NAME")
                .help("Look at this profile of the vendor's files"),
            Arg::new("verify")
                .long("verify")
                .action(ArgAction::SetTrue)
                .help("Ask the cloud whose keys they are"),
            Arg::new("endpoint")
                .long("endpoint")
                .value_name("HOST|URL")
                .help("Ask another host than the cloud's own")
                .requires_all(["verify", "PROVIDER"]),
        ])
        .args(network::arguments())
        .arg(output)
        .after_help("Example:\n  cloudwright whoami tencent --verify")
}

/// Tells it.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let one = matches.get_one::<String>("PROVIDER");
    let providers = match one {
        Some(name) => vec![catalog::provider(name)?],
        None => Provider::ALL.to_vec(),
    };
    let rows = connect::runtime()?.block_on(async {
        let mut rows = Vec::new();
        for provider in &providers {
            match identity(*provider, matches).await {
                Ok(row) => rows.push(Value::Object(row)),
                Err(stop) if one.is_some() => return Err(stop),
                Err(Stop::Failure(failure)) => rows.push(json!({
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
    let format = Format::of(matches).unwrap_or(Format::Table);
    // One cloud is told as names and values, several as rows.
    let told = match <[Value; 1]>::try_from(rows) {
        Ok([row]) => row,
        Err(rows) => rows.into(),
    };
    put(&output::render(&told, None, format))
}

/// What is known of the keys for a cloud.
async fn identity(provider: Provider, matches: &ArgMatches) -> Result<Map<String, Value>, Stop> {
    let settings = Network::read(matches)?.change(HttpSettings::new());
    let transport = ReqwestTransport::with(settings);
    let transport = transport.map_err(|error| Failure::configuration(error.to_string()))?;
    let transport: Arc<dyn Transport> = Arc::new(transport);
    let mut environment = Environment::new(Arc::clone(&transport), Arc::new(SystemClock));
    let profile = matches.get_one::<String>("profile");
    if let Some(profile) = profile {
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
    if matches.get_flag("verify") {
        let endpoint = matches.get_one::<String>("endpoint").map(String::as_str);
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
) -> Result<Map<String, Value>, Stop> {
    let identity = known(provider).identity;
    let usual = provider.example_region();
    let mut builder = Client::builder(identity.operation.service)
        .credentials(credentials)
        .shared_transport(transport)
        .region(region.unwrap_or_else(|| usual.to_owned()))
        .user_agent(concat!("cloudwright-cli/", env!("CARGO_PKG_VERSION")));
    if let Some(endpoint) = endpoint {
        builder = builder.endpoint(endpoint);
    }
    let answer = builder
        .build()?
        .call(identity.operation)
        .send_dynamic(json!({}))
        .await?;
    let answer = answer.into_inner().into_json();
    let member = |name: &str| answer.get(name).cloned().unwrap_or_default();
    Ok(Map::from_iter([
        ("account".to_owned(), member(identity.account)),
        ("name".to_owned(), member(identity.name)),
    ]))
}
