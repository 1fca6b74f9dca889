//! Which service a page belongs to; and the `service.yaml` of one that has no spec yet.

use std::collections::BTreeMap;

use cloudwright_page::facts::Page;
use cloudwright_vocabulary::protocol::Need;

use crate::catalog::{Catalog, LoadedService};
use crate::check::word::is_kebab;
use crate::model::{CrateInfo, Endpoints, ErrorCode, Protocol, Provider, ProviderSpec, Service};

/// What a person says of a service whose page does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its folder.
    pub folder: Option<Wanted>,
    /// The version of its API.
    pub version: Option<String>,
    /// Its host; `{region}` stands for the region.
    pub host: Option<String>,
    /// The action, where a page does not name it.
    pub action: Option<String>,
}

/// Which folder was asked for: `tencent/tcr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The provider's folder.
    pub provider: String,
    /// The service's.
    pub name: String,
}

impl std::str::FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no folder of a service; write `tencent/tcr`");
        let (provider, name) = text.split_once('/').ok_or_else(wrong)?;
        if !is_kebab(provider) || !is_kebab(name) {
            return Err(wrong());
        }
        Ok(Self {
            provider: provider.to_owned(),
            name: name.to_owned(),
        })
    }
}

/// Why no service is known for a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoService {
    /// Several could be it.
    #[error("the page may belong to {0}; `--service` says which")]
    Several(String),
    /// The page does not tell what a new service is called.
    #[error("the page tells neither host nor product of a service; `--service {0}/NAME` says it")]
    Unnamed(&'static str),
    /// The folder that was asked for is another provider's.
    #[error("a page of {0} does not belong below `{1}`")]
    OtherProvider(&'static str, String),
}

/// The provider's folder, and the protocols that a dialect's pages describe.
pub(super) fn language_of(page: &Page) -> (Provider, &'static str, Vec<Protocol>) {
    match page.dialect {
        "tencent-v3" => (Provider::Tencent, "tencent", vec![Protocol::TencentTc3]),
        "tencent-legacy" => (
            Provider::Tencent,
            "tencent",
            vec![Protocol::TencentQcloudV2],
        ),
        "huawei" => (
            Provider::Huawei,
            "huawei",
            vec![Protocol::HuaweiAksk, Protocol::HuaweiToken],
        ),
        _ => {
            let stated = |path: &str| path != "/";
            let is_roa = page
                .head
                .path
                .as_ref()
                .is_some_and(|path| stated(&path.value));
            let protocols = if is_roa {
                vec![Protocol::AliyunRoa]
            } else {
                vec![Protocol::AliyunAcs3, Protocol::AliyunRpcV1]
            };
            (Provider::Alibaba, "alibaba", protocols)
        }
    }
}

/// The service of a page: by its host and version, by the action, by its product's name.
///
/// # Errors
/// If several could be it.
pub(super) fn find<'c>(
    catalog: &'c Catalog,
    page: &Page,
    told: &Told,
) -> Result<Option<&'c LoadedService>, NoService> {
    let wanted = told.folder.as_ref();
    let (provider, folder, protocols) = language_of(page);
    if let Some(wanted) = wanted {
        if wanted.provider != folder {
            return Err(NoService::OtherProvider(folder, wanted.provider.clone()));
        }
        let path = format!("{}/{}", wanted.provider, wanted.name);
        return Ok(catalog.services.iter().find(|loaded| loaded.folder == path));
    }
    let stated = page.head.version.as_ref().map(|fact| fact.value.as_str());
    let version = stated.or(told.version.as_deref());
    let speaks = |loaded: &&LoadedService| {
        let service = &loaded.service;
        service.provider == provider
            && service.protocols.first() == protocols.first()
            && version.is_none_or(|version| service.version.as_deref() == Some(version))
    };
    let spoken: Vec<&LoadedService> = catalog.services.iter().filter(speaks).collect();
    let has_action = |loaded: &&LoadedService| known_action(loaded, page, told).is_some();
    if let Some(host) = &page.head.host {
        let at_host: Vec<&LoadedService> = spoken
            .iter()
            .copied()
            .filter(|loaded| is_at(&loaded.service, &host.value))
            .collect();
        if !at_host.is_empty() {
            let knows: Vec<&LoadedService> = at_host.iter().copied().filter(has_action).collect();
            return one(if knows.is_empty() { &at_host } else { &knows });
        }
        // Only what the vendor moved: another service may have an action of the name.
        let code = code_of(page);
        let same = spoken.iter().copied().filter(has_action);
        let same: Vec<&LoadedService> = same
            .filter(|loaded| Some(&loaded.service.product) == code.as_ref())
            .collect();
        return one(&same);
    }
    let product = page.head.product.as_ref().map(|fact| fact.value.as_str());
    let by_product: Vec<&LoadedService> = spoken
        .iter()
        .copied()
        .filter(|loaded| {
            let code = code_of(page);
            let named = product.is_some_and(|product| is_titled(&loaded.service, product));
            named || code.is_some_and(|code| loaded.service.product.eq_ignore_ascii_case(&code))
        })
        .collect();
    if !by_product.is_empty() {
        let knows: Vec<&LoadedService> = by_product.iter().copied().filter(has_action).collect();
        return one(if knows.is_empty() {
            &by_product
        } else {
            &knows
        });
    }
    let knows: Vec<&LoadedService> = spoken.into_iter().filter(has_action).collect();
    one(&knows)
}

/// The action of a service that a page describes: by its name, or by its route where the page has no name.
pub(super) fn known_action<'l>(
    loaded: &'l LoadedService,
    page: &Page,
    told: &Told,
) -> Option<&'l str> {
    let stated = page.head.action.as_ref().map(|fact| fact.value.as_str());
    let mut actions = loaded.actions.iter().map(|found| &found.action);
    if let Some(name) = told.action.as_deref().or(stated) {
        let found = actions.find(|action| action.action == name)?;
        return Some(&found.action);
    }
    let (method, path) = (page.head.method.as_ref()?, page.head.path.as_ref()?);
    let shape = super::route::shape(&path.value);
    let mut same = actions.filter(|action| {
        let (known, template) = loaded.service.route(action);
        known == method.value && super::route::shape(template) == shape
    });
    let first = same.next()?;
    same.next().is_none().then_some(first.action.as_str())
}

/// What a page's action is called: as it says, as the spec has it, or else by its route.
pub(super) fn called(loaded: &LoadedService, page: &Page, told: &Told) -> Option<String> {
    if let Some(name) = &told.action {
        return Some(name.clone());
    }
    if page.head.action.is_some() {
        return None;
    }
    let known = known_action(loaded, page, told).map(str::to_owned);
    known.or_else(|| {
        let (method, path) = (page.head.method.as_ref()?, page.head.path.as_ref()?);
        let name = super::route::name(&method.value, &path.value)?;
        let is_free = !loaded
            .actions
            .iter()
            .any(|found| found.action.action == name);
        is_free.then_some(name)
    })
}

fn one<'c>(found: &[&'c LoadedService]) -> Result<Option<&'c LoadedService>, NoService> {
    match found {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|loaded| format!("`{}`", loaded.folder))
                .collect();
            Err(NoService::Several(names.join(" or ")))
        }
    }
}

/// Whether a service answers at a host.
fn is_at(service: &Service, host: &str) -> bool {
    let endpoints = &service.endpoints;
    let all = std::iter::once(&endpoints.default)
        .chain(endpoints.by_region.values())
        .chain(endpoints.variants.values());
    all.into_iter()
        .any(|template| match template.split_once("{region}") {
            None => template == host,
            Some((before, after)) => host
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .is_some_and(|region| !region.is_empty() && !region.contains('.')),
        })
}

fn is_titled(service: &Service, product: &str) -> bool {
    let (title, product) = (service.title.to_lowercase(), product.to_lowercase());
    product.len() > 3 && title.ends_with(&product)
}

/// The vendor's code of the product, where the page shows it: in the host, or in a permission.
fn code_of(page: &Page) -> Option<String> {
    let of_host = page
        .head
        .host
        .as_ref()
        .and_then(|host| host.value.split('.').next());
    let of_permission = page
        .permissions
        .iter()
        .find_map(|permission| permission.value.split_once(':'))
        .map(|(code, _)| code);
    let code = of_host.or(of_permission)?;
    let code = code.to_ascii_lowercase();
    is_kebab(&code).then_some(code)
}

/// The `service.yaml` of a page whose service has none: what the page says, and what the provider's other
/// services of the protocol all share. The second text says what neither stated, for a comment.
///
/// # Errors
/// If the page does not tell what to call it, and nobody did.
pub(super) fn draft(
    catalog: &Catalog,
    page: &Page,
    told: &Told,
) -> Result<(String, Service, Vec<&'static str>), NoService> {
    let wanted = told.folder.as_ref();
    let (provider, folder, protocols) = language_of(page);
    let product = code_of(page)
        .or_else(|| wanted.map(|wanted| wanted.name.clone()))
        .ok_or(NoService::Unnamed(folder))?;
    let stated = page.head.version.as_ref().map(|fact| fact.value.clone());
    let version = stated.or_else(|| told.version.clone());
    let name = wanted.map_or_else(
        || free_name(catalog, folder, &product, version.as_deref()),
        |wanted| wanted.name.clone(),
    );
    let siblings: Vec<&Service> = catalog
        .services
        .iter()
        .map(|loaded| &loaded.service)
        .filter(|service| {
            service.provider == provider && service.protocols.first() == protocols.first()
        })
        .collect();
    let mut inferred = Vec::new();
    let stated = page.head.host.as_ref().map(|host| host.value.clone());
    let default = if let Some(host) = stated.or_else(|| told.host.clone()) {
        by_region(&host)
    } else {
        inferred.push(
            "The page names no host: this one is made like those of the provider's other services.",
        );
        provider.usual_host(&product)
    };
    let needs_version = protocols
        .first()
        .is_some_and(|protocol| protocol.needs(Need::Version));
    if version.is_none() && needs_version {
        inferred.push("The page names no version; calls need one.");
    }
    let id = format!("{folder}-{name}");
    let shared = |of: fn(&Service) -> Option<String>| {
        let first = siblings.first().and_then(|service| of(service));
        first.filter(|first| {
            siblings
                .iter()
                .all(|service| of(service).as_ref() == Some(first))
        })
    };
    let is_legacy = protocols.first() == Some(&Protocol::TencentQcloudV2);
    let path = page
        .head
        .path
        .as_ref()
        .filter(|_| is_legacy)
        .map(|path| path.value.clone());
    let envelope = match protocols.first() {
        Some(Protocol::TencentTc3) => Some("Response".to_owned()),
        _ => shared(|service| service.envelope.clone()),
    };
    let service = Service {
        service: id.clone(),
        provider,
        title: title(page, provider, &name),
        product,
        version,
        protocols,
        package: CrateInfo {
            name: format!("cloudwright-{id}"),
            version: "0.1.0".to_owned(),
        },
        endpoints: Endpoints {
            default,
            by_region: BTreeMap::new(),
            variants: BTreeMap::new(),
        },
        path: path.or_else(|| shared(|service| service.path.clone())),
        envelope,
        regions: Vec::new(),
        deprecated: None,
        explorer: None,
        errors: shared_errors(&siblings, catalog.providers.get(folder)),
        glossary: BTreeMap::new(),
        types: Vec::new(),
    };
    Ok((format!("{folder}/{name}"), service, inferred))
}

/// A host with `{region}` where a region's name stands behind the product's.
fn by_region(host: &str) -> String {
    let mut labels: Vec<&str> = host.split('.').collect();
    let is_regional = matches!(labels.as_slice(), [_, region, .., "aliyuncs" | "myhuaweicloud", "com"]
        if region.contains('-') && region.chars().any(|c| c.is_ascii_lowercase()));
    if is_regional {
        labels[1] = "{region}";
    }
    labels.join(".")
}

/// A folder's name for the product: with its version, where another version has the plain one.
fn free_name(catalog: &Catalog, folder: &str, product: &str, version: Option<&str>) -> String {
    let is_taken = |name: &str| {
        let path = format!("{folder}/{name}");
        catalog.services.iter().any(|loaded| loaded.folder == path)
    };
    if !is_taken(product) {
        return product.to_owned();
    }
    let digits: String = version
        .unwrap_or("2")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!("{product}-{}", digits.to_ascii_lowercase())
}

fn title(page: &Page, provider: Provider, name: &str) -> String {
    let vendor = provider.title();
    let product = page.head.product.as_ref().map(|fact| fact.value.as_str());
    let product = product.filter(|product| product.is_ascii() && product.len() < 80);
    format!("{vendor} {}", product.unwrap_or(name))
}

/// The errors that all services of a protocol list alike, without those that they inherit.
fn shared_errors(siblings: &[&Service], provider: Option<&ProviderSpec>) -> Vec<ErrorCode> {
    let Some((first, others)) = siblings.split_first() else {
        return Vec::new();
    };
    let is_inherited = |error: &ErrorCode| {
        let mut inherited = provider
            .into_iter()
            .flat_map(|all| all.errors_of(&first.protocols));
        inherited.any(|known| known.code == error.code)
    };
    let everywhere =
        |error: &&ErrorCode| others.iter().all(|service| service.errors.contains(error));
    let shared = first.errors.iter().filter(everywhere);
    shared
        .filter(|error| !is_inherited(error))
        .cloned()
        .collect()
}
