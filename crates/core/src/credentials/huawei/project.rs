//! The project a region's calls belong to, asked from the identity service.

use cloudwright_sign::{canonical_query, sdk_hmac, time};
use http::Method;

use super::{PROJECT_ID, services};
use crate::codec::Tree;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::json;
use crate::credentials::{AccessKey, Credentials, CredentialsError, Environment, Identity};
use crate::transport::{HttpRequest, HttpResponse};

const NAME: &str = "project id";
const PATH: &str = "/v3/projects";

/// The clouds have some thirty regions; more names than this are not regions.
const MAX_REGIONS: usize = 256;

/// What was asked already, by region.
#[derive(Default)]
pub(in crate::credentials) struct ProjectIds(tokio::sync::Mutex<Vec<(String, String)>>);

impl ProjectIds {
    /// The project of `region`. The lock is held while IAM is asked, so that it is asked once.
    pub(in crate::credentials) async fn of(
        &self,
        environment: &Environment,
        credentials: &Credentials,
        region: &str,
    ) -> Result<String, CredentialsError> {
        if let Some(id) = credentials.project_id() {
            return Ok(id.to_owned());
        }
        if let Some(id) = environment.variable(PROJECT_ID) {
            return Ok(id);
        }
        let mut known = self.0.lock().await;
        if let Some((_, id)) = known.iter().find(|(name, _)| name == region) {
            return Ok(id.clone());
        }
        let id = look_up_project_id(environment, credentials, region).await?;
        if known.len() < MAX_REGIONS {
            known.push((region.to_owned(), id.clone()));
        }
        Ok(id)
    }
}

/// Asks the identity service for the project that bears the region's name.
///
/// # Errors
///
/// When IAM refuses or cannot be reached, and when it knows no such project or several: set
/// `HUAWEICLOUD_SDK_PROJECT_ID` then.
pub async fn look_up_project_id(
    environment: &Environment,
    credentials: &Credentials,
    region: &str,
) -> Result<String, CredentialsError> {
    exchange::region_label(NAME, region)?;
    let environment = &environment.clone().with_region(region);
    let base = services::iam(NAME, environment)?;
    let query = canonical_query([("name", region)]);
    let make = || {
        let request = HttpRequest::new(Method::GET, format!("{base}{PATH}?{query}"));
        match credentials.identity() {
            Identity::AccessKey(key) => signed(environment, request, &base, &query, key),
            Identity::Token(token) => {
                let value = exchange::header_value(NAME, "the token", token)?;
                Ok(request.with_header("X-Auth-Token", value))
            }
        }
    };
    let exchange = Exchange::new(environment, NAME, Patience::Service).hiding(credentials.hidden());
    let read =
        |response: &HttpResponse| only_project(&exchange.object(response, services::told)?, region);
    exchange.ask_anew(&make, &read).await
}

fn only_project(answer: &Tree, region: &str) -> Result<String, CredentialsError> {
    let projects = answer.get("projects").and_then(Tree::as_list);
    let ids: Vec<_> = projects
        .into_iter()
        .flatten()
        .filter_map(|project| json::text(project, "id"))
        .collect();
    match ids.as_slice() {
        [id] => Ok((*id).to_owned()),
        several => {
            let message = format!(
                "IAM knows {} projects of the name {region}: set {PROJECT_ID} or give the project id",
                several.len()
            );
            Err(CredentialsError::misconfigured(NAME, message))
        }
    }
}

fn signed(
    environment: &Environment,
    request: HttpRequest,
    base: &str,
    query: &str,
    key: &AccessKey,
) -> Result<HttpRequest, CredentialsError> {
    let mut headers = vec![
        ("Host", exchange::authority(base).to_owned()),
        ("X-Sdk-Date", time::compact(environment.unix_seconds())),
    ];
    if let Some(token) = &key.session_token {
        let value = exchange::header_value(NAME, "the session token", token)?;
        headers.push(("X-Security-Token", value.to_owned()));
    }
    let signed: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let input = sdk_hmac::Input {
        method: "GET",
        path: PATH,
        query,
        headers: &signed,
        body: b"",
    };
    let signature = sdk_hmac::sign(&input, &key.signing_key());
    let request = headers.into_iter().fold(request, |request, (name, value)| {
        request.with_header(name, value)
    });
    Ok(request.with_header("Authorization", signature.authorization()))
}
