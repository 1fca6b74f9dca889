//! A product becomes a service and its actions.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_vocabulary::word::UnknownWord;
use heck::ToTitleCase;

use super::field::Lowering;
use super::inventory::{Product, ProductAction, ProductType};
use super::{
    FORMAT, ImportError, Refusal, hosts, naming_clashes, own_parameters, samples, whole_bodies,
};
use crate::check::word::{is_action_name, is_kebab};
use crate::idempotency;
use crate::load::{SERVICE_FILE, SourceFile};
use crate::merge::Direction;
use crate::model::{
    Access, Action, CrateInfo, Deprecation, Endpoints, ErrorClass, ErrorCode, INVENTORY, Location,
    Member, Protocol, Provider, Scalar, Service, Source, TypeDef, TypeRef,
};
use crate::naming::{self, Wire};
use crate::write::{self, WriteError};

/// What a product became, before it is written.
pub(super) struct Lowered {
    pub(super) folder: String,
    pub(super) service: Service,
    pub(super) actions: Vec<Action>,
    pub(super) service_refusals: Vec<Refusal>,
    pub(super) action_refusals: Vec<Refusal>,
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
pub(super) fn lower(mut product: Product, name: Option<&str>) -> Lowered {
    let mut refusals = Vec::new();
    let provider = provider(&product, &mut refusals);
    let protocols = protocols(provider, &product);
    let own_parameters = own_parameters::take(&mut product, &protocols);
    whole_bodies::require(&mut product);
    product.hosts = hosts::trimmed(&product.hosts);
    let product = &product;
    let code = name.map_or_else(|| folder_name(&product.product), str::to_owned);
    let id = format!("{}-{code}", product.provider);
    if !is_kebab(&code) {
        let (place, told) = match name {
            Some(name) => ("name", name),
            None => ("product", &*product.product),
        };
        let reason = format!(
            "`{told}` makes no folder's name: small letters, digits, and hyphens between them"
        );
        refusals.push(Refusal::new(place, reason));
    }
    let names = TypeNames::new(&product.types);
    let mut service = Service {
        service: id.clone(),
        provider,
        product: product.product.clone(),
        title: format!(
            "{} {}",
            product.provider.to_title_case(),
            name.unwrap_or(&product.product)
        ),
        version: product.version.clone(),
        package: CrateInfo {
            name: format!("cloudwright-{id}"),
            version: "0.1.0".to_owned(),
        },
        endpoints: Endpoints {
            default: product.host.clone(),
            by_region: hosts::exceptions(&product.host, &product.hosts),
            variants: BTreeMap::new(),
        },
        path: None,
        envelope: product.envelope.clone(),
        regions: product.regions.clone(),
        deprecated: None,
        explorer: None,
        errors: Vec::new(),
        glossary: BTreeMap::new(),
        types: Vec::new(),
        protocols,
    };
    let lookup = |name: &str| names.0.get(name).cloned();
    service.types = types(product, &names, &lookup, &mut refusals);
    let (actions, action_refusals) = actions(product, &service, &lookup);
    let mut unread: BTreeSet<String> = product
        .actions
        .iter()
        .map(|found| found.name.clone())
        .collect();
    unread.retain(|name| !actions.iter().any(|action| action.action == *name));
    Lowered {
        folder: format!("{}/{code}", product.provider),
        service,
        actions,
        service_refusals: refusals,
        action_refusals,
        unread,
        own_parameters,
    }
}

fn provider(product: &Product, refusals: &mut Vec<Refusal>) -> Provider {
    if product.schema != FORMAT {
        let reason = format!("`{}` is not `{FORMAT}`", product.schema);
        refusals.push(Refusal::new("schema", reason));
    }
    product
        .provider
        .parse()
        .unwrap_or_else(|unknown: UnknownWord| {
            refusals.push(Refusal::new("provider", unknown.to_string()));
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
    let style = provider
        .protocols()
        .find(is_told)
        .unwrap_or(provider.usual_protocol())
        .style();
    let of_style = provider.protocols();
    of_style
        .filter(|protocol| protocol.style() == style)
        .collect()
}

/// The product's code as a folder: lower case letters, digits and dashes.
fn folder_name(product: &str) -> String {
    let text: String = product
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    text.trim_matches('-').to_owned()
}

/// What each type of the inventory is called in the specs: a type's name is not on the wire, so
/// one that a type expression cannot hold is changed.
struct TypeNames(BTreeMap<String, String>);

impl TypeNames {
    fn new(types: &[ProductType]) -> Self {
        let all: BTreeSet<&str> = types.iter().map(|found| found.name.as_str()).collect();
        let is_readable =
            |name: &str| matches!(TypeRef::parse(name), Ok(TypeRef::Named(read)) if read == name);
        let (readable, odd): (Vec<&str>, Vec<&str>) =
            all.into_iter().partition(|name| is_readable(name));
        let mut taken: BTreeSet<String> = readable.iter().map(|name| (*name).to_owned()).collect();
        let mut names: BTreeMap<String, String> = taken
            .iter()
            .map(|name| (name.clone(), name.clone()))
            .collect();
        for odd in odd {
            let plain = format!("{}Type", naming::camel(odd));
            let numbered = (2_u32..).map(|number| format!("{plain}{number}"));
            let free = std::iter::once(plain.clone())
                .chain(numbered)
                .find(|name| taken.insert(name.clone()));
            names.insert(odd.to_owned(), free.unwrap_or(plain));
        }
        Self(names)
    }
}

fn types(
    product: &Product,
    names: &TypeNames,
    lookup: &dyn Fn(&str) -> Option<String>,
    refusals: &mut Vec<Refusal>,
) -> Vec<TypeDef> {
    let claims = |wire: Wire<'_>| vec![naming::type_name(wire)];
    let canonical = |name: &str| naming::type_name(Wire::new(name, None)) == name;
    let all = names.0.values().map(String::as_str);
    let renames = naming_clashes::renames(all, claims, canonical, "");
    let mut lowering = Lowering {
        type_names: lookup,
        usual_location: Location::Body,
        template: "",
        refusals: Vec::new(),
    };
    let mut list: Vec<TypeDef> = Vec::with_capacity(product.types.len());
    for found in &product.types {
        let name = names
            .0
            .get(&found.name)
            .cloned()
            .unwrap_or_else(|| found.name.clone());
        let place = format!("types `{}`", found.name);
        let values = found.values.as_ref();
        if found.name.is_empty() {
            lowering.refuse(&place, "the type has no name");
        }
        if values.is_some() && !found.fields.is_empty() {
            lowering.refuse(&place, "a type has either `fields` or `enum`");
        }
        list.push(TypeDef {
            rename: renames.get(&name).cloned(),
            doc: None,
            evidence: crate::model::Evidence::default(),
            fields: values
                .is_none()
                .then(|| lowering.members(&found.fields, Direction::Either, &place)),
            values: values.map(|values| lowering.enum_values(values, &place)),
            conflict: Vec::new(),
            removed: None,
            name,
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
    lookup: &dyn Fn(&str) -> Option<String>,
) -> (Vec<Action>, Vec<Refusal>) {
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
        let (mut lowered, mut refused) = action(found, service, product, lookup, &place);
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
        refused.extend(problem.map(|problem| Refusal::new(&place, problem)));
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
    lookup: &dyn Fn(&str) -> Option<String>,
    place: &str,
) -> (Action, Vec<Refusal>) {
    let protocol = service
        .protocols
        .first()
        .copied()
        .unwrap_or(service.provider.usual_protocol());
    let usual_location = protocol.usual_location(&found.method);
    let mut lowering = Lowering {
        type_names: lookup,
        usual_location,
        template: &found.path,
        refusals: inexpressible(found, protocol, place),
    };
    let request = lowering.members(
        &found.params,
        Direction::Request,
        &format!("{place}: params"),
    );
    let mut response = lowering.members(
        &found.response,
        Direction::Response,
        &format!("{place}: response"),
    );
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
        method: told(&found.method, protocol.usual_method(), protocol),
        path: told(&found.path, protocol.usual_path(), protocol),
        deprecated: life(found.status.as_deref()),
        removed: None,
        request,
        response,
        types: Vec::new(),
        rules: Vec::new(),
        pagination: None,
        wait: Vec::new(),
        errors: errors(&found.errors, service.provider),
        samples: samples::of(found),
    };
    idempotency::mark_by_name(&mut lowered);
    (lowered, lowering.refusals)
}

/// What no spec can say of an action.
fn inexpressible(found: &ProductAction, protocol: Protocol, place: &str) -> Vec<Refusal> {
    let mut list = Vec::new();
    let mut refuse = |reason: String| list.push(Refusal::new(place, reason));
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

/// A method or path, where it is not the protocol's usual one. By resources it is always said.
fn told(value: &str, usual: &str, protocol: Protocol) -> Option<String> {
    (protocol.is_rest() || value != usual).then(|| value.to_owned())
}

fn add_headers(response: &mut Vec<Member>, headers: &[String]) {
    for header in headers {
        let known = response
            .iter()
            .filter(|member| member.location == Some(Location::Header))
            .any(|member| member.name.eq_ignore_ascii_case(header));
        if !known {
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

/// Inventories list codes without meaning: the vendor's habits tell most of them apart.
/// The class of a code, by the provider's habits.
pub(crate) fn class_of(code: &str, provider: Provider) -> ErrorClass {
    provider.error_class(code).unwrap_or_default()
}

fn errors(codes: &[String], provider: Provider) -> Vec<ErrorCode> {
    let error = |code: &String| ErrorCode {
        code: code.clone(),
        rename: None,
        status: None,
        doc: None,
        message: None,
        class: class_of(code, provider),
        removed: None,
    };
    codes.iter().map(error).collect()
}

/// The spec files of a service, by path.
pub(super) fn write(
    folder: &str,
    service: &Service,
    actions: &[Action],
) -> Result<Vec<SourceFile>, ImportError> {
    let mut files = Vec::with_capacity(actions.len() + 1);
    for action in actions {
        let file = format!("{folder}/{}.yaml", action.action);
        files.push(yaml(file, "action", action)?);
    }
    files.push(yaml(
        format!("{folder}/{SERVICE_FILE}"),
        "service",
        service,
    )?);
    Ok(files)
}

fn yaml(
    file: String,
    schema: &str,
    content: &impl serde::Serialize,
) -> Result<SourceFile, ImportError> {
    match write::file(schema, content) {
        Ok(text) => Ok(SourceFile::new(file, text)),
        Err(WriteError(reason)) => Err(ImportError::Yaml { file, reason }),
    }
}
