//! What is settled once for all attempts of a call: protocol, region, endpoint, and the request
//! without its signature.

use crate::client::settings::HttpMethod;
use crate::client::shared::Shared;
use crate::codec::{Encoded, Layout, encode_request};
use crate::credentials::Credentials;
use crate::error::{Error, Whereto};
use crate::meta::{Need, Operation, Protocol, Provider};
use crate::protocol::endpoint::{self, Endpoint, mock_key_refused};
use crate::protocol::{self, Draft, Signer};
use crate::transport::loopback;

use super::Job;

/// What fills the project while parameters are checked and the real one is not known yet.
const SOME_PROJECT: &str = "project";

pub(super) struct Target {
    pub(super) signer: Signer,
    pub(super) region: Option<String>,
    pub(super) endpoint: Endpoint,
    pub(super) checked: Box<Checked>,
}

/// A request that has been checked. Nothing has been looked for yet, on the network or elsewhere.
pub(super) struct Checked {
    pub(super) draft: Draft,
    layout: Layout,
    /// The parameter that the credentials' project fills, where neither the call nor the client
    /// gives it.
    open: Option<&'static str>,
}

impl Checked {
    /// Checks the request and lays it out.
    pub(super) fn of(job: &mut Job) -> Result<Box<Self>, Error> {
        let method = method(job)?;
        let layout = layout(job.operation, &method);
        let mut open = None;
        if let Some(name) = implicit(job) {
            let project = job.shared.settings.project_id.as_deref();
            open = project.is_none().then_some(name);
            let project = project.unwrap_or(SOME_PROJECT);
            job.parameters.text_or_number(name, project);
        }
        let draft = Draft {
            method,
            parts: encode(job, layout)?,
            ..Draft::default()
        };
        Ok(Box::new(Self {
            draft,
            layout,
            open,
        }))
    }
}

impl Target {
    /// Settles the rest, with the credentials at hand.
    pub(super) async fn of(
        job: &mut Job,
        mut checked: Box<Checked>,
        credentials: &Credentials,
    ) -> Result<Box<Self>, Error> {
        let Shared {
            signers, settings, ..
        } = &*job.shared;
        let service = job.operation.service;
        let signer = protocol::choose(signers, settings.protocol, service, credentials)?;
        let region = checked_region(job, credentials, signer.protocol)?;
        if let Some(name) = checked.open {
            let region = region.as_deref();
            let region = region.ok_or_else(|| endpoint::no_region(service))?;
            let project = match job.shared.cloud.project {
                Some(find) => find(&job.shared.credentials, region).await?,
                None => own_project(job, credentials)?,
            };
            job.parameters.text_or_number(name, &project);
            checked.draft.parts = encode(job, checked.layout)?;
        }
        checked.draft.lay_out(signer.protocol);
        Ok(Box::new(Self {
            endpoint: endpoint(job, region.as_deref(), &checked.draft.parts.host)?,
            signer,
            region,
            checked,
        }))
    }

    /// Where the call goes, for people.
    pub(super) fn whereto(&self) -> Whereto {
        let (host, port) = self.endpoint.host_and_port();
        Whereto {
            host: host.to_owned(),
            port,
            region: self.region.clone(),
        }
    }

    /// Refuses to send a request that the mock cloud's key signs to another machine: who does so
    /// meant the mock, and calls a real cloud.
    pub(super) fn check_key(&self, credentials: &Credentials) -> Result<(), Error> {
        let key = credentials.as_access_key();
        let (host, _) = self.endpoint.host_and_port();
        match key.filter(|key| Provider::has_mock_key(&key.id) && !loopback::is_loopback(host)) {
            None => Ok(()),
            Some(_) => Err(Error::configuration(mock_key_refused(host))),
        }
    }
}

/// The HTTP method: the action's own, unless the client chose and the action has no body that the
/// other could not carry.
fn method(job: &Job) -> Result<http::Method, Error> {
    let chosen = job.shared.settings.http_method;
    let name = chosen.map_or(job.operation.method, HttpMethod::as_str);
    name.parse()
        .map_err(|_| Error::configuration(format!("{name:?} is no HTTP method")))
}

fn layout(operation: &Operation, method: &http::Method) -> Layout {
    protocol::first(operation.service).layout_over(method.as_str())
}

fn encode(job: &Job, layout: Layout) -> Result<Encoded, Error> {
    encode_request(job.operation, &job.parameters, layout, job.checks()).map_err(Error::invalid)
}

/// The region, which a protocol that names it in each request needs.
fn checked_region(
    job: &Job,
    credentials: &Credentials,
    protocol: Protocol,
) -> Result<Option<String>, Error> {
    let region = region(job, credentials)?;
    if protocol.needs(Need::Region) && region.is_none() && is_regional(job.operation) {
        return Err(endpoint::no_region(job.operation.service));
    }
    Ok(region)
}

/// The parameter that is taken from the client's project, where the call does not give it.
fn implicit(job: &Job) -> Option<&'static str> {
    let mut parameters = job.operation.parameters.iter();
    let name = parameters.find(|parameter| parameter.implicit)?.name;
    job.parameters.text(name).is_none().then_some(name)
}

fn region(job: &Job, credentials: &Credentials) -> Result<Option<String>, Error> {
    let options = job.options.as_deref();
    let asked = options.and_then(|options| options.region.as_deref());
    let region = asked
        .or(job.shared.settings.region.as_deref())
        .or(credentials.region());
    if let Some(region) = region {
        endpoint::check_region(region)?;
    }
    Ok(region.map(str::to_owned))
}

/// The project that the credentials belong to.
fn own_project(job: &Job, credentials: &Credentials) -> Result<String, Error> {
    let own = credentials.project_id().map(str::to_owned);
    own.ok_or_else(|| {
        let service = job.operation.service.id;
        Error::configuration(format!(
            "{service} needs a project: set it with .project_id(…)"
        ))
    })
}

fn is_regional(operation: &Operation) -> bool {
    !operation.regions.is_empty() || !operation.service.regions.is_empty()
}

/// Where the call goes: as it says itself, or the client, or a variable of the vendor's, or the table.
fn endpoint(job: &Job, region: Option<&str>, host: &[(String, String)]) -> Result<Endpoint, Error> {
    let settings = &job.shared.settings;
    let options = job.options.as_deref();
    if let Some(text) = options.and_then(|options| options.endpoint.as_deref()) {
        return Endpoint::parse(text, settings.allow_http);
    }
    if let Some(endpoint) = &settings.endpoint.fixed {
        return Ok(endpoint.clone());
    }
    let service = job.operation.service;
    let environment = job.shared.credentials.environment();
    let variable = |name: &str| environment.variable(name);
    if let (Some(region), Some(find)) = (region, job.shared.cloud.endpoint)
        && let Some(endpoint) = find(service, region, &variable)?
    {
        return Ok(endpoint);
    }
    endpoint::resolve(service, settings.endpoint.variant, region, host)
}
