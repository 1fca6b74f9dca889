//! A product becomes a service and its actions.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_vocabulary::word::UnknownWord;
use heck::ToTitleCase;

use super::field::Lowering;
use super::inventory::{Product, ProductAction, ProductSample, ProductType};
use super::{
    FORMAT, ImportError, Inexpressible, hosts, naming_clashes, own_parameters, whole_bodies,
};
use crate::check::word::{is_action_name, is_kebab};
use crate::idempotency;
use crate::load::{SERVICE_FILE, SourceFile};
use crate::merge::{Direction, without_usual_route};
use crate::model::{
    Access, Action, Deprecation, ErrorClass, ErrorCode, INVENTORY, Location, Member, Protocol,
    Provider, Sample, Scalar, Service, Source, TypeDef, TypeRef,
};
use crate::naming::{self, Wire};
use crate::write::{self, WriteError};

/// What a product became, before it is written.
pub(super) struct ServiceDraft {
    pub(super) folder: String,
    pub(super) service: Service,
    pub(super) actions: Vec<Action>,
    pub(super) service_refusals: Vec<Inexpressible>,
    pub(super) action_refusals: Vec<Inexpressible>,
    /// The actions that these are about.
    pub(super) unread: BTreeSet<String>,
    pub(super) own_parameters: BTreeMap<String, usize>,
}

/// Words that begin the names of actions which change nothing. Any other action counts as a write,
/// because a write that is taken for a read would be retried.
const READING: &[&str] = &[
    "Check", "Count", "Describe", "Get", "Inquire", "Inquiry", "List", "Query", "Search", "Show",
];

/// Turns a product into a service, called by `name` where there is one, and actions.
pub(super) fn lower(mut product: Product, name: Option<&str>) -> ServiceDraft {
    let mut refusals = Vec::new();
    let provider = provider(&product, &mut refusals);
    let protocols = protocols(provider, &product);
    let own_parameters = own_parameters::take(&mut product, &protocols);
    whole_bodies::require(&mut product);
    // Some packages have a blank behind one.
    for host in product.hosts.values_mut() {
        *host = host.trim().to_owned();
    }
    let product = &product;
    let code = name.map_or_else(|| folder_name(&product.product), str::to_owned);
    if !is_kebab(&code) {
        let (place, told) = match name {
            Some(name) => ("name", name),
            None => ("product", &*product.product),
        };
        let reason = format!(
            "`{told}` makes no folder's name: small letters, digits, and hyphens between them"
        );
        refusals.push(Inexpressible::new(place, reason));
    }
    let names = type_names(&product.types);
    let title = name.unwrap_or(&product.product);
    let mut service = Service {
        product: product.product.clone(),
        title: format!("{} {title}", product.provider.to_title_case()),
        version: product.version.clone(),
        envelope: product.envelope.clone(),
        regions: product.regions.clone(),
        ..Service::new(provider, &code, protocols)
    };
    service.endpoints.default.clone_from(&product.host);
    service.endpoints.by_region = hosts::exceptions(&product.host, &product.hosts);
    service.types = types(product, &names, &mut refusals);
    let (actions, action_refusals) = actions(product, &service, &names);
    let unread = product.actions.iter().map(|found| found.name.clone());
    let mut unread: BTreeSet<String> = unread.collect();
    for action in &actions {
        unread.remove(&action.action);
    }
    ServiceDraft {
        folder: format!("{}/{code}", product.provider),
        service,
        actions,
        service_refusals: refusals,
        action_refusals,
        unread,
        own_parameters,
    }
}

fn provider(product: &Product, refusals: &mut Vec<Inexpressible>) -> Provider {
    if product.schema != FORMAT {
        let reason = format!("`{}` is not `{FORMAT}`", product.schema);
        refusals.push(Inexpressible::new("schema", reason));
    }
    let provider = product.provider.parse();
    provider.unwrap_or_else(|unknown: UnknownWord| {
        refusals.push(Inexpressible::new("provider", unknown.to_string()));
        Provider::Tencent
    })
}

/// The provider's protocols of the style that the product has, by what its actions say or else by its
/// own words. The usual style counts where it is among those named, and where none is.
fn protocols(provider: Provider, product: &Product) -> Vec<Protocol> {
    let mut styles = product.actions.iter().map(|action| action.style.as_deref());
    let told = styles.find_map(|style| style);
    let told = told.unwrap_or(&product.protocol_style);
    let is_told = |protocol: &Protocol| told.contains(protocol.style());
    let first = provider.protocols().find(is_told);
    let style = first.unwrap_or(provider.usual_protocol()).style();
    let of_style = |protocol: &Protocol| protocol.style() == style;
    provider.protocols().filter(of_style).collect()
}

/// The product's code as a folder: lower case letters, digits and dashes.
fn folder_name(product: &str) -> String {
    let text = product.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    text.trim_matches('-').to_ascii_lowercase()
}

/// What each type of the inventory is called in the specs: a type's name is not on the wire, so
/// one that a type expression cannot hold is changed.
fn type_names(types: &[ProductType]) -> BTreeMap<String, String> {
    let all: BTreeSet<&str> = types.iter().map(|found| found.name.as_str()).collect();
    let is_readable =
        |name: &str| matches!(TypeRef::parse(name), Ok(TypeRef::Named(read)) if read == name);
    let (readable, odd): (Vec<&str>, Vec<&str>) =
        all.into_iter().partition(|name| is_readable(name));
    let mut taken: BTreeSet<String> = readable.iter().map(|name| (*name).to_owned()).collect();
    let same = taken.iter().map(|name| (name.clone(), name.clone()));
    let mut names: BTreeMap<String, String> = same.collect();
    for odd in odd {
        let plain = format!("{}Type", naming::camel(odd));
        let numbered = (2_u32..).map(|number| format!("{plain}{number}"));
        let mut all = std::iter::once(plain.clone()).chain(numbered);
        let free = all.find(|name| taken.insert(name.clone()));
        names.insert(odd.to_owned(), free.unwrap_or(plain));
    }
    names
}

fn types(
    product: &Product,
    names: &BTreeMap<String, String>,
    refusals: &mut Vec<Inexpressible>,
) -> Vec<TypeDef> {
    let claims = |wire: Wire<'_>| vec![naming::type_name(wire)];
    let canonical = |name: &str| naming::type_name(Wire::new(name, None)) == name;
    let all = names.values().map(String::as_str);
    let renames = naming_clashes::renames(all, claims, canonical, "");
    let mut lowering = Lowering {
        type_names: names,
        usual_location: &|_| Location::Body,
        refusals: Vec::new(),
    };
    let mut list: Vec<TypeDef> = Vec::with_capacity(product.types.len());
    for found in &product.types {
        let name = names.get(&found.name).unwrap_or(&found.name);
        let place = format!("types `{}`", found.name);
        let values = found.values.as_ref();
        if found.name.is_empty() {
            lowering.refuse(&place, "the type has no name");
        }
        if values.is_some() && !found.fields.is_empty() {
            lowering.refuse(&place, "a type has either `fields` or `enum`");
        }
        let fields = || lowering.members(&found.fields, Direction::Either, &place);
        list.push(TypeDef {
            name: name.clone(),
            rename: renames.get(name).cloned(),
            fields: values.is_none().then(fields),
            values: values.map(|values| lowering.enum_values(values, &place)),
            ..TypeDef::default()
        });
    }
    refusals.append(&mut lowering.refusals);
    list.sort_by(|a, b| a.name.cmp(&b.name));
    naming_clashes::in_types(&mut list);
    list
}

fn actions(
    product: &Product,
    service: &Service,
    names: &BTreeMap<String, String>,
) -> (Vec<Action>, Vec<Inexpressible>) {
    let claims = |wire: Wire<'_>| vec![naming::module(wire), naming::action_type(wire)];
    let canonical = |name: &str| {
        naming::camel(&naming::snake(name)) == name
            && naming::action_type(Wire::new(name, None)) == name
    };
    let all = product.actions.iter().map(|action| action.name.as_str());
    let renames = naming_clashes::renames(all, claims, canonical, "_");
    let variants = variants(product);
    let mut list = Vec::with_capacity(product.actions.len());
    let mut refusals = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, found) in product.actions.iter().enumerate() {
        let place = format!("actions[{index}] {}", found.name);
        let (mut lowered, mut refused) = action(found, service, product, names, &place);
        lowered.rename = renames.get(&found.name).cloned();
        naming_clashes::in_action(&mut lowered);
        for error in &mut lowered.errors {
            error.rename = variants.get(&error.code).cloned();
        }
        let problem = if seen.insert(&found.name) {
            name_problem(&found.name)
        } else {
            Some("another action has this name")
        };
        refused.extend(problem.map(|problem| Inexpressible::new(&place, problem)));
        if refused.is_empty() {
            list.push(lowered);
        } else {
            refusals.extend(refused);
        }
    }
    list.sort_by(|a: &Action, b| a.action.cmp(&b.action));
    (list, refusals)
}

/// The variants of error codes whose derived ones are taken.
fn variants(product: &Product) -> BTreeMap<String, String> {
    let claims = |wire: Wire<'_>| vec![naming::error_variant(wire)];
    let canonical = |code: &str| naming::camel(&naming::snake(code)) == code;
    let all = product.actions.iter().flat_map(|action| &action.errors);
    naming_clashes::renames(all.map(String::as_str), claims, canonical, "")
}

/// Why a spec file cannot bear an action's name.
pub(crate) fn name_problem(name: &str) -> Option<&'static str> {
    if !is_action_name(name) {
        Some("an action's name is letters, digits and `_`, a letter first")
    } else if SERVICE_FILE.eq_ignore_ascii_case(&format!("{name}.yaml")) {
        Some("the file of this name is the service's own")
    } else {
        None
    }
}

fn action(
    found: &ProductAction,
    service: &Service,
    product: &Product,
    names: &BTreeMap<String, String>,
    place: &str,
) -> (Action, Vec<Inexpressible>) {
    let protocol = service.protocol();
    let route = (found.method.as_str(), found.path.as_str());
    let mut lowering = Lowering {
        type_names: names,
        usual_location: &|name| service.usual_location(route, name),
        refusals: inexpressible(found, protocol, place),
    };
    let at = format!("{place}: params");
    let request = lowering.members(&found.params, Direction::Request, &at);
    let at = format!("{place}: response");
    let mut response = lowering.members(&found.response, Direction::Response, &at);
    add_headers(&mut response, &found.response_headers);
    let mut lowered = Action {
        action: found.name.clone(),
        rename: None,
        summary: summary(&found.name),
        doc: None,
        source: source(product),
        access: access(&found.name, &found.method, protocol),
        permissions: Vec::new(),
        rate_limit: None,
        regions: Vec::new(),
        method: Some(found.method.clone()),
        path: Some(found.path.clone()),
        deprecated: life(found.status.as_deref()),
        removed: None,
        request,
        response,
        types: Vec::new(),
        rules: Vec::new(),
        pagination: None,
        wait: Vec::new(),
        errors: errors(&found.errors, service.provider),
        samples: found.samples.iter().map(sample).collect(),
    };
    without_usual_route(service, &mut lowered);
    idempotency::mark_by_name(&mut lowered);
    (lowered, lowering.refusals)
}

/// What no spec can say of an action.
fn inexpressible(found: &ProductAction, protocol: Protocol, place: &str) -> Vec<Inexpressible> {
    let mut list = Vec::new();
    let mut refuse = |reason: String| list.push(Inexpressible::new(place, reason));
    if found.skip_sign {
        refuse("it is called without a signature".to_owned());
    }
    for content_type in &found.content_types {
        let media = content_type.split(';').next().unwrap_or_default();
        if !media.trim().eq_ignore_ascii_case("application/json") {
            refuse(format!(
                "its body is `{content_type}`; only JSON bodies can be sent"
            ));
        }
    }
    let spoken = protocol.style();
    let also_by_path = || protocol.provider().protocols().any(Protocol::is_rest);
    let is_by_path = found.path != protocol.usual_path();
    match found.style.as_deref() {
        Some(other) if other != spoken => refuse(format!(
            "its style is `{other}`; the actions before it make this a service of {spoken}"
        )),
        _ if !protocol.is_rest() && is_by_path && also_by_path() => refuse(format!(
            "its path is `{}`; it is `{}` in {spoken}, which is the style where none is told",
            found.path,
            protocol.usual_path()
        )),
        _ => {}
    }
    list
}

fn sample(shown: &ProductSample) -> Sample {
    Sample {
        name: None,
        request: shown.request.clone(),
        response: shown.response.clone(),
    }
}

fn add_headers(response: &mut Vec<Member>, headers: &[String]) {
    for header in headers {
        let mut known = response.iter();
        let is_known = known.any(|member| {
            member.location == Some(Location::Header) && member.name.eq_ignore_ascii_case(header)
        });
        if !is_known {
            response.push(Member {
                location: Some(Location::Header),
                ..Member::new(header, TypeRef::Scalar(Scalar::String))
            });
        }
    }
}

/// A sentence made of an action's name.
pub(crate) fn summary(action: &str) -> String {
    let words = naming::snake(action).replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase()).into_iter();
    let mut text: String = first.chain(letters).collect();
    text.push('.');
    text
}

fn source(product: &Product) -> Source {
    // Without the version, which the service tells: a newer inventory would change every file.
    Source {
        url: None,
        title: source_title(&product.provider, &product.product),
        updated: None,
    }
}

/// What stands in place of a page's title.
pub(super) fn source_title(provider: &str, product: &str) -> String {
    format!("{INVENTORY}{provider} {product}")
}

/// Whether an action of this name and method changes anything.
pub(crate) fn access(name: &str, method: &str, protocol: Protocol) -> Access {
    let reads = if protocol.is_rest() {
        matches!(method, "GET" | "HEAD")
    } else {
        READING.iter().any(|word| {
            let rest = name.strip_prefix(word);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        })
    };
    if reads { Access::Read } else { Access::Write }
}

fn life(status: Option<&str>) -> Option<Deprecation> {
    match status {
        None | Some("online") => None,
        Some(status) => Some(Deprecation {
            doc: format!("The vendor's status of it is `{status}`."),
            replacement: None,
        }),
    }
}

/// The class of a code, by the provider's habits.
pub(crate) fn class_of(code: &str, provider: Provider) -> ErrorClass {
    provider.error_class(code).unwrap_or_default()
}

fn errors(codes: &[String], provider: Provider) -> Vec<ErrorCode> {
    let error = |code: &String| ErrorCode {
        code: code.clone(),
        class: class_of(code, provider),
        ..ErrorCode::default()
    };
    codes.iter().map(error).collect()
}

/// The spec files of a service, by path.
pub(super) fn write(
    folder: &str,
    service: &Service,
    actions: &[Action],
) -> Result<Vec<SourceFile>, ImportError> {
    let file = |path: String, text: Result<String, WriteError>| match text {
        Ok(text) => Ok(SourceFile::new(path, text)),
        Err(WriteError(reason)) => Err(ImportError::Yaml { file: path, reason }),
    };
    let of_actions = actions.iter().map(|action| {
        let path = format!("{folder}/{}.yaml", action.action);
        file(path, write::action(action))
    });
    let path = format!("{folder}/{SERVICE_FILE}");
    let of_service = std::iter::once_with(|| file(path, write::service(service)));
    of_actions.chain(of_service).collect()
}
