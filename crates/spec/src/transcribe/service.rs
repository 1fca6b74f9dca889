//! Which service a page belongs to; and the `service.yaml` of one that has no spec yet.

use cloudwright_page::facts::Page;
use cloudwright_vocabulary::protocol::Need;

use super::{Untranscribed, text};
use crate::catalog::{Catalog, LoadedService};
use crate::check::word::is_kebab;
use crate::model::{ErrorCode, Protocol, Provider, ProviderSpec, Service};

/// What a person says of a service whose page does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its folder.
    pub folder: Option<ServiceFolder>,
    /// The version of its API.
    pub version: Option<String>,
    /// Its host; `{region}` stands for the region.
    pub host: Option<String>,
    /// The action, where a page does not name it.
    pub action: Option<String>,
}

/// A folder of a service: `tencent/tcr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFolder {
    /// The provider's folder.
    pub provider: String,
    /// The service's.
    pub name: String,
}

impl std::str::FromStr for ServiceFolder {
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

/// The provider, and the protocols that a dialect's pages describe.
pub(super) fn language_of(page: &Page) -> (Provider, Vec<Protocol>) {
    match page.dialect {
        "tencent-v3" => (Provider::Tencent, vec![Protocol::TencentTc3]),
        "tencent-legacy" => (Provider::Tencent, vec![Protocol::TencentQcloudV2]),
        "huawei" => (
            Provider::Huawei,
            vec![Protocol::HuaweiAksk, Protocol::HuaweiToken],
        ),
        _ => {
            let is_roa = text(page.head.path.as_ref()).is_some_and(|path| path != "/");
            let protocols = if is_roa {
                vec![Protocol::AliyunRoa]
            } else {
                vec![Protocol::AliyunAcs3, Protocol::AliyunRpcV1]
            };
            (Provider::Alibaba, protocols)
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
    hints: &Hints,
) -> Result<Option<&'c LoadedService>, Untranscribed> {
    let (provider, protocols) = language_of(page);
    if let Some(wanted) = &hints.folder {
        let folder = provider.as_str();
        if wanted.provider != folder {
            return Err(Untranscribed::OtherProvider(
                folder,
                wanted.provider.clone(),
            ));
        }
        let path = format!("{folder}/{}", wanted.name);
        return Ok(catalog.services.iter().find(|loaded| loaded.folder == path));
    }
    let version = text(page.head.version.as_ref()).or(hints.version.as_deref());
    let speaks = |service: &Service| {
        service.provider == provider
            && service.protocols.first() == protocols.first()
            && version.is_none_or(|version| service.version.as_deref() == Some(version))
    };
    let spoken = catalog
        .services
        .iter()
        .filter(|loaded| speaks(&loaded.service));
    let spoken: Vec<&LoadedService> = spoken.collect();
    let all_of = |list: &[&'c LoadedService], is_it: &dyn Fn(&LoadedService) -> bool| {
        let found = list.iter().copied().filter(|loaded| is_it(loaded));
        found.collect::<Vec<&'c LoadedService>>()
    };
    let has_action = |loaded: &LoadedService| known_action(loaded, page, hints).is_some();
    // Of several those that have the action.
    let best = |list: &[&'c LoadedService]| {
        let knows = all_of(list, &has_action);
        one(if knows.is_empty() { list } else { &knows })
    };
    let code = code_of(page);
    if let Some(host) = text(page.head.host.as_ref()) {
        let at_host = all_of(&spoken, &|loaded| is_at(&loaded.service, host));
        if !at_host.is_empty() {
            return best(&at_host);
        }
        // Only what the vendor moved: another service may have an action of the name.
        let is_moved = |loaded: &LoadedService| {
            has_action(loaded) && code.as_ref() == Some(&loaded.service.product)
        };
        return one(&all_of(&spoken, &is_moved));
    }
    let product = text(page.head.product.as_ref());
    let by_product = all_of(&spoken, &|LoadedService { service, .. }| {
        let is_coded = |code: &String| service.product.eq_ignore_ascii_case(code);
        product.is_some_and(|product| is_titled(service, product))
            || code.as_ref().is_some_and(is_coded)
    });
    if !by_product.is_empty() {
        return best(&by_product);
    }
    one(&all_of(&spoken, &has_action))
}

/// The action of a service that a page describes: by its name, or by its route where the page has no name.
pub(super) fn known_action<'l>(
    loaded: &'l LoadedService,
    page: &Page,
    hints: &Hints,
) -> Option<&'l str> {
    let stated = text(page.head.action.as_ref());
    if let Some(name) = hints.action.as_deref().or(stated) {
        return Some(&loaded.action(name)?.action.action);
    }
    let actions = loaded.actions.iter().map(|found| &found.action);
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
pub(super) fn called(loaded: &LoadedService, page: &Page, hints: &Hints) -> Option<String> {
    if let Some(name) = &hints.action {
        return Some(name.clone());
    }
    if page.head.action.is_some() {
        return None;
    }
    let known = known_action(loaded, page, hints).map(str::to_owned);
    known.or_else(|| {
        let (method, path) = (page.head.method.as_ref()?, page.head.path.as_ref()?);
        let name = super::route::name(&method.value, &path.value)?;
        loaded.action(&name).is_none().then_some(name)
    })
}

fn one<'c>(found: &[&'c LoadedService]) -> Result<Option<&'c LoadedService>, Untranscribed> {
    match found {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let names = several.iter().map(|loaded| format!("`{}`", loaded.folder));
            let names: Vec<String> = names.collect();
            Err(Untranscribed::SeveralServices(names.join(" or ")))
        }
    }
}

/// Whether a service answers at a host.
fn is_at(service: &Service, host: &str) -> bool {
    let endpoints = &service.endpoints;
    let others = endpoints
        .by_region
        .values()
        .chain(endpoints.variants.values());
    let is_it = |template: &String| match template.split_once("{region}") {
        None => template == host,
        Some((before, after)) => {
            let rest = host.strip_prefix(before);
            let region = rest.and_then(|rest| rest.strip_suffix(after));
            region.is_some_and(|region| !region.is_empty() && !region.contains('.'))
        }
    };
    is_it(&endpoints.default) || others.into_iter().any(is_it)
}

fn is_titled(service: &Service, product: &str) -> bool {
    let (title, product) = (service.title.to_lowercase(), product.to_lowercase());
    product.len() > 3 && title.ends_with(&product)
}

/// The vendor's code of the product, where the page shows it: in the host, or in a permission.
fn code_of(page: &Page) -> Option<String> {
    let host = text(page.head.host.as_ref());
    let of_host = host.and_then(|host| host.split('.').next());
    let mut permissions = page.permissions.iter();
    let of_permission = permissions.find_map(|fact| fact.value.split_once(':'));
    let code = of_host.or(of_permission.map(|(code, _)| code))?;
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
    hints: &Hints,
) -> Result<(String, Service, Vec<&'static str>), Untranscribed> {
    let wanted = hints.folder.as_ref().map(|wanted| &wanted.name);
    let (provider, protocols) = language_of(page);
    let folder = provider.as_str();
    let product = code_of(page).or_else(|| wanted.cloned());
    let product = product.ok_or(Untranscribed::UnnamedService(folder))?;
    let head = &page.head;
    let version = text(head.version.as_ref()).or(hints.version.as_deref());
    let name = wanted.cloned();
    let name = name.unwrap_or_else(|| free_name(catalog, folder, &product, version));
    let speaks = |service: &&Service| {
        service.provider == provider && service.protocols.first() == protocols.first()
    };
    let services = catalog.services.iter().map(|loaded| &loaded.service);
    let siblings: Vec<&Service> = services.filter(speaks).collect();
    let mut inferred = Vec::new();
    let default = if let Some(host) = text(head.host.as_ref()).or(hints.host.as_deref()) {
        by_region(host)
    } else {
        inferred.push(
            "The page names no host: this one is made like those of the provider's other services.",
        );
        provider.usual_host(&product)
    };
    let mut first = protocols.iter().take(1);
    if version.is_none() && first.any(|protocol| protocol.needs(Need::Version)) {
        inferred.push("The page names no version; calls need one.");
    }
    let shared = |of: fn(&Service) -> Option<String>| {
        let first = siblings.first().and_then(|service| of(service))?;
        let mut all = siblings.iter();
        let is_shared = all.all(|service| of(service).as_ref() == Some(&first));
        is_shared.then_some(first)
    };
    let is_legacy = protocols.first() == Some(&Protocol::TencentQcloudV2);
    let path = text(head.path.as_ref()).filter(|_| is_legacy);
    let path = path.map(str::to_owned);
    let envelope = match protocols.first() {
        Some(Protocol::TencentTc3) => Some("Response".to_owned()),
        _ => shared(|service| service.envelope.clone()),
    };
    let mut service = Service {
        title: title(page, provider, &name),
        product,
        version: version.map(str::to_owned),
        path: path.or_else(|| shared(|service| service.path.clone())),
        envelope,
        errors: shared_errors(&siblings, catalog.providers.get(folder)),
        ..Service::new(provider, &name, protocols)
    };
    service.endpoints.default = default;
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
    let version = version.unwrap_or("2").chars();
    let digits: String = version.filter(char::is_ascii_alphanumeric).collect();
    format!("{product}-{}", digits.to_ascii_lowercase())
}

fn title(page: &Page, provider: Provider, name: &str) -> String {
    let vendor = provider.title();
    let product = text(page.head.product.as_ref());
    let product = product.filter(|product| product.is_ascii() && product.len() < 80);
    format!("{vendor} {}", product.unwrap_or(name))
}

/// The errors that all services of a protocol list alike, without those that they inherit.
fn shared_errors(siblings: &[&Service], provider: Option<&ProviderSpec>) -> Vec<ErrorCode> {
    let Some((first, others)) = siblings.split_first() else {
        return Vec::new();
    };
    let is_inherited = |error: &ErrorCode| {
        let inherited = provider.into_iter();
        let mut inherited = inherited.flat_map(|all| all.errors_of(&first.protocols));
        inherited.any(|known| known.code == error.code)
    };
    let is_shared = |error: &&ErrorCode| {
        others.iter().all(|service| service.errors.contains(error)) && !is_inherited(error)
    };
    first.errors.iter().filter(is_shared).cloned().collect()
}
