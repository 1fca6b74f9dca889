//! What the tables say of an action, as data.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cloudwright_catalog::Inferred;
use cloudwright_core::meta::{
    Deprecation, ErrorCodeInfo, Kind, Paging, Parameter, Place, Rule, Service, Shape, Wait,
    WaitOutcome,
};
use cloudwright_spec::LoadedService;
use serde_json::{Map, Value, json};

use super::answer;
use super::example::example;
use super::sparse::without_nothing;
use crate::catalog::{self, KnownAction, tables};
use crate::command::flags::{self, Flag};

/// Everything; what is not documented is absent.
pub(super) fn of(action: &KnownAction) -> Value {
    let KnownAction {
        operation,
        described,
    } = action;
    let service = operation.service;
    let spec = &described.action.action;
    let samples = spec.samples.iter().map(|sample| {
        json!({ "name": sample.name, "request": sample.request, "response": sample.response })
    });
    let mut told = BTreeSet::new();
    let flags = flags::of(operation);
    let (own, of_body): (Vec<_>, Vec<_>) = flags.iter().partition(|flag| flag.whole.is_none());
    let flag = |flag: &Flag| Value::from(format!("--{}", flag.name));
    let parameters = own.into_iter().map(|own| {
        let mut facts = parameter(own.parameter, &mut told);
        facts.insert("flag".to_owned(), flag(own));
        let fields = facts.get_mut("fields").and_then(Value::as_array_mut);
        for (field, of_body) in fields.into_iter().flatten().zip(&of_body) {
            if own.parameter.place == Place::BodyRoot {
                field["flag"] = flag(of_body);
            }
        }
        Value::Object(facts)
    });
    let protocols = service.protocols.iter().map(|protocol| protocol.as_str());
    let facts = json!({
        "service": service.id,
        "title": service.title,
        "provider": service.provider.title(),
        "version": service.version,
        "action": operation.name,
        "summary": operation.summary,
        "access": operation.access.as_str(),
        "inferred": described.inferred.iter().copied().filter_map(inferred).collect::<Vec<_>>(),
        "idempotency_token": operation.idempotency_token().map(|token| token.name),
        "deprecated": operation.deprecated.or(service.deprecated).map(deprecation),
        "page": {
            "title": operation.page.title,
            "url": operation.page.url,
            "updated": operation.page.updated,
        },
        "explorer": described.service.explorer(spec),
        "method": operation.method,
        "path": operation.path,
        "protocols": protocols.collect::<Vec<_>>(),
        "endpoint": service.endpoints.default,
        "variants": variants(service),
        "rate_limit": operation.rate_limit.map(|limit| match limit.seconds {
            1 => format!("{} requests a second", limit.requests),
            seconds => format!("{} requests in {seconds} s", limit.requests),
        }),
        "regions": catalog::regions(operation),
        "permissions": operation.permissions,
        "parameters": parameters.collect::<Vec<_>>(),
        "response": answer::of(described),
        "rules": operation.rules.iter().map(rule).collect::<Vec<_>>(),
        "paging": operation.paging.map(paging),
        "waits": operation.waits.iter().map(|wait| self::wait(wait)).collect::<Vec<_>>(),
        "errors": operation.errors.iter().map(error).collect::<Vec<_>>(),
        "common_errors": service.errors.iter().map(error).collect::<Vec<_>>(),
        "example": example(operation),
        "samples": samples.collect::<Vec<_>>(),
    });
    without_nothing(facts)
}

/// What is said of a service, with its actions.
pub(super) fn of_service(service: &Service, loaded: &LoadedService) -> Value {
    let protocols = service.protocols.iter().map(|protocol| protocol.as_str());
    let actions = loaded.actions.iter().map(|loaded| {
        let action = &loaded.action;
        json!({
            "action": action.action,
            "access": action.access,
            "summary": action.summary,
            "deprecated": action.deprecated.as_ref().map(|told| deprecation(tables::deprecated(told))),
        })
    });
    without_nothing(json!({
        "service": service.id,
        "title": service.title,
        "provider": service.provider.title(),
        "version": service.version,
        "deprecated": service.deprecated.map(deprecation),
        "protocols": protocols.collect::<Vec<_>>(),
        "endpoint": service.endpoints.default,
        "variants": variants(service),
        "regions": service.regions,
        "actions": actions.collect::<Vec<_>>(),
    }))
}

fn variants(service: &Service) -> Value {
    let variants = service.endpoints.variants.iter();
    let variants = variants.map(|(name, host)| ((*name).to_owned(), Value::from(*host)));
    Value::Object(variants.collect())
}

/// A fact that no source states, by its name here.
fn inferred(fact: Inferred) -> Option<&'static str> {
    match fact {
        Inferred::Access => Some("access"),
        Inferred::Paging => Some("paging"),
        Inferred::IdempotencyToken => Some("idempotency_token"),
        _ => None,
    }
}

/// A parameter or a field. The fields of a type are told where it comes first: it may hold itself.
fn parameter(
    parameter: &'static Parameter,
    told: &mut BTreeSet<&'static str>,
) -> Map<String, Value> {
    let fields: Vec<Value> = match shape(&parameter.kind) {
        Some(shape) if told.insert(shape.name) => {
            let fields = shape.fields.iter();
            let fields = fields.map(|field| Value::Object(self::parameter(field, told)));
            fields.collect()
        }
        _ => Vec::new(),
    };
    let facts = json!({
        "name": parameter.name,
        "type": kind(&parameter.kind),
        "in": place(parameter.place),
        "required": parameter.required,
        "implicit": parameter.implicit.then_some(true),
        "idempotency_token": parameter.idempotency_token.then_some(true),
        "sensitive": parameter.sensitive.then_some(true),
        "deprecated": parameter.deprecated.then_some(true),
        "default": parameter.default,
        "min": parameter.min,
        "max": parameter.max,
        "min_length": parameter.min_length,
        "max_length": parameter.max_length,
        "values": parameter.values,
        "example": parameter.example,
        "doc": parameter.doc,
        "facts": flags::facts(parameter),
        "fields": fields,
    });
    match without_nothing(facts) {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The shape of an object, or of the objects in a list or map.
fn shape(kind: &'static Kind) -> Option<&'static Shape> {
    match kind {
        Kind::Object(shape) => Some(shape),
        Kind::List(inner) | Kind::Map(inner) => shape(inner),
        _ => None,
    }
}

/// The name of a kind.
fn kind(kind: &Kind) -> String {
    match kind {
        Kind::String => "string".to_owned(),
        Kind::Integer => "integer".to_owned(),
        Kind::Unsigned => "unsigned integer".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Object(shape) => shape.name.to_owned(),
        Kind::List(item) => format!("list of {}", self::kind(item)),
        Kind::Map(value) => format!("map of {}", self::kind(value)),
        _ => "any".to_owned(),
    }
}

fn place(place: Place) -> &'static str {
    match place {
        // It is the body to whoever gives it.
        Place::BodyRoot => Place::Body.as_str(),
        other => other.as_str(),
    }
}

fn deprecation(deprecation: Deprecation) -> String {
    let mut text = deprecation.doc.trim().to_owned();
    if let Some(service) = deprecation.service {
        let action = deprecation
            .action
            .map_or_else(String::new, |action| format!(" {action}"));
        let _ = write!(text, " Replaced by {service}{action}.");
    }
    text.trim().to_owned()
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::MultipleOf(name, of) => format!("{name} is 0 or a multiple of {of}"),
        Rule::Together(names) => format!("all or none of {}", names.join(", ")),
        Rule::OneOf(names) => format!("exactly one of {}", names.join(", ")),
        Rule::AtMostOne(names) => format!("at most one of {}", names.join(", ")),
        Rule::AtLeastOne(names) => format!("at least one of {}", names.join(", ")),
        _ => "a rule that this version cannot tell".to_owned(),
    }
}

fn wait(wait: &Wait) -> Value {
    json!({
        "name": wait.name,
        "doc": wait.doc,
        "path": wait.path,
        "success": wait.success,
        "failure": wait.failure,
        "pending": wait.pending,
        "absent": wait.absent.map(WaitOutcome::as_str),
        "delay": wait.delay,
    })
}

fn paging(paging: Paging) -> String {
    let until =
        |total: Option<&str>| total.map_or_else(String::new, |total| format!(" until {total}"));
    let (place, size, items, end) = match paging {
        Paging::Offset {
            offset,
            limit,
            items,
            total,
        } => (offset, limit, items, until(total)),
        Paging::Page {
            page,
            size,
            items,
            total,
        } => (page, size, items, until(total)),
        Paging::Token {
            token,
            next,
            limit,
            items,
        } => {
            let end = format!(", with {next} of the page before");
            (token, limit, items, end)
        }
        _ => return "in a way that this version cannot tell".to_owned(),
    };
    let with = size.map_or_else(String::new, |size| format!(" and {size}"));
    let items = if items.is_empty() {
        "the whole answer"
    } else {
        items
    };
    format!("by {place}{with} over {items}{end}")
}

fn error(error: &ErrorCodeInfo) -> Value {
    json!({
        "code": error.code,
        "class": catalog::class_name(error.class),
        "status": error.status,
        "doc": error.doc,
    })
}
