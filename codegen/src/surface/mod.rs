//! The API surface of a crate as a short text, one fact a line, so that a change is a line.
//!
//! It is derived from the same model as the code and pinned by the project's tests; a reviewer
//! reads its difference instead of the code's. The order of members on the page is no part of the
//! API, so members are sorted here; columns have fixed widths, so that a long name moves no other
//! line.

mod facts;
mod items;

use std::collections::HashMap;
use std::fmt::Write as _;

use cloudwright_spec::Catalog;
use cloudwright_spec::drift::Losses;
use cloudwright_spec::drift::changelog::Since;
use cloudwright_spec::model::{ErrorClass, ErrorCode, Pagination, Removal};

use crate::model::{
    ActionModel, MemberModel, RustType, ServiceModel, TypeId, TypeKind, TypeModel, TypePlace,
};
use crate::{lower, parallel};
use items::Items;

/// Every crate's package and surface, in the order of the services.
pub fn all(catalog: &Catalog) -> Vec<(String, String)> {
    lower(catalog, parallel::available())
        .iter()
        .map(|(service, actions)| (service.package().to_owned(), text(service, actions)))
        .collect()
}

/// What the crates of services that both catalogs have lost: public items that are gone or are
/// something else. Whether programs that use them compile is not guessed by anything else.
pub fn losses(old: &Catalog, new: &Catalog) -> Losses {
    let (old, new) = (
        lower(old, parallel::available()),
        lower(new, parallel::available()),
    );
    let items: HashMap<&str, Items> = new
        .iter()
        .map(|lowered| {
            (
                lowered.0.loaded.service.service.as_str(),
                items::of(lowered),
            )
        })
        .collect();
    old.iter()
        .filter_map(|lowered| {
            let id = &lowered.0.loaded.service.service;
            let losses = items::losses(&items::of(lowered), items.get(id.as_str())?);
            Some((id.clone(), losses))
        })
        .collect()
}

fn text(service: &ServiceModel<'_>, actions: &[ActionModel<'_>]) -> String {
    let mut out = String::new();
    let since = Since::of(service.loaded.changelog.as_deref().unwrap_or_default());
    let names = Names {
        service,
        action: None,
        since: &since,
    };
    head(&mut out, &names);
    for action in actions {
        out.push('\n');
        let names = Names {
            action: Some(action),
            ..names
        };
        action_facts(&mut out, &names, action);
    }
    if !service.types.is_empty() {
        out.push('\n');
        types(&mut out, &names, &service.types);
    }
    out
}

fn head(out: &mut String, names: &Names<'_, '_>) {
    let service = names.service;
    let spec = &service.loaded.service;
    let protocols: Vec<&str> = spec.protocols.iter().map(|known| known.as_str()).collect();
    let version = spec.version.as_deref().map(|version| format!(" {version}"));
    let _ = writeln!(
        out,
        "{} {} · {}{} · {} · {}",
        service.package(),
        spec.package.version,
        spec.product,
        version.unwrap_or_default(),
        protocols.join(", "),
        spec.endpoints.default,
    );
    if let Some(deprecation) = &spec.deprecated {
        let _ = writeln!(out, "deprecated {}", facts::line(&deprecation.doc));
    }
    errors(out, names, "service", &spec.errors);
}

/// What a type id is called, seen from an action or from the service.
#[derive(Clone, Copy)]
struct Names<'m, 'a> {
    service: &'m ServiceModel<'a>,
    action: Option<&'m ActionModel<'a>>,
    since: &'m Since<'m>,
}

impl Names<'_, '_> {
    fn name(&self, id: TypeId) -> String {
        match (id.place, self.action) {
            (TypePlace::Action, Some(action)) => action.types[id.index].name.clone(),
            (TypePlace::Service, Some(_)) => {
                format!("types::{}", self.service.types[id.index].name)
            }
            (_, None) => self.service.types[id.index].name.clone(),
        }
    }

    /// Since which version something is there, where that is known, and since which it is a stub.
    fn history(&self, subject: &str, what: &str, removed: Option<&Removal>) -> Option<String> {
        let stub = removed.map(|removal| format!("stub since {}", removal.since));
        let required = format!("required, {what}");
        let since = self.since.version(subject, what);
        let since = since.or_else(|| self.since.version(subject, &required));
        stub.or_else(|| Some(format!("since {}", since?)))
    }

    /// What changes call a thing of the file at hand.
    fn subject(&self, path: &str) -> String {
        match self.action {
            Some(action) => format!("{} {path}", action.loaded.action.action),
            None => path.to_owned(),
        }
    }

    fn plain(&self, rust: &RustType) -> String {
        match rust {
            RustType::String => "String".to_owned(),
            RustType::Integer => "i64".to_owned(),
            RustType::Unsigned => "u64".to_owned(),
            RustType::Number => "f64".to_owned(),
            RustType::Boolean => "bool".to_owned(),
            RustType::Any => "Json".to_owned(),
            RustType::DateTime { .. } => "DateTime".to_owned(),
            RustType::Enum(id) | RustType::Struct(id) => self.name(*id),
            RustType::List(inner) => format!("Vec<{}>", self.plain(inner)),
            RustType::Map(inner) => format!("BTreeMap<String, {}>", self.plain(inner)),
        }
    }

    fn field(&self, member: &MemberModel<'_>) -> String {
        let plain = self.plain(&member.rust);
        match member.rust {
            RustType::List(_) | RustType::Map(_) => plain,
            _ if member.boxed => format!("Option<Box<{plain}>>"),
            _ => format!("Option<{plain}>"),
        }
    }
}

fn action_facts(out: &mut String, names: &Names<'_, '_>, action: &ActionModel<'_>) {
    let spec = &action.loaded.action;
    let service = names.service;
    let _ = write!(out, "action {} · {}", spec.action, spec.access);
    if let Some(rate) = spec.rate_limit {
        let _ = write!(out, " · {}", String::from(rate));
    }
    if let Some(history) = names.history(&spec.action, "added", spec.removed.as_ref()) {
        let _ = write!(out, " · {history}");
    }
    let _ = writeln!(out, "\n  call     {}() -> {}", action.method, action.answer);
    let _ = writeln!(
        out,
        "  http     {} {}",
        service.loaded.method(spec),
        service.loaded.path(spec)
    );
    if let Some(deprecation) = &spec.deprecated {
        let _ = writeln!(out, "  deprecated {}", facts::line(&deprecation.doc));
    }
    for member in sorted(&action.parameters) {
        let call = format!("{}({})", member.ident, names.plain(&member.rust));
        let mut facts = vec![facts::parameter(service.loaded, spec, member.spec)];
        let subject = names.subject(&format!("request {}", member.spec.name));
        facts.extend(names.history(&subject, "added", member.spec.removed.as_ref()));
        facts.retain(|fact| !fact.is_empty());
        let facts = facts.join(", ");
        let line = format!("  request  {:<13} {call:<22} {facts}", member.spec.name);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    for member in sorted(&action.response) {
        field(out, "response", names, "response", member);
    }
    if let Some(pagination) = &spec.pagination {
        let _ = writeln!(out, "  pages    {}", pages(pagination));
    }
    for wait in &spec.wait {
        let _ = writeln!(
            out,
            "  wait     {:<13} {}",
            wait.method(),
            facts::wait(wait)
        );
    }
    for rule in &spec.rules {
        let _ = writeln!(out, "  rule     {}", facts::rule(rule));
    }
    errors(out, names, &spec.action, &spec.errors);
    types(out, names, &action.types);
}

fn pages(pagination: &Pagination) -> String {
    let plus = |other: &Option<String>| match other {
        Some(other) => format!(" + {other}"),
        None => String::new(),
    };
    let until = |total: &Option<String>| match total {
        Some(total) => format!(" until {total}"),
        None => String::new(),
    };
    match pagination {
        Pagination::Offset {
            offset,
            limit,
            items,
            total,
        } => format!("{offset}{} over {items}{}", plus(limit), until(total)),
        Pagination::Page {
            page,
            size,
            items,
            total,
        } => format!("{page}{} over {items}{}", plus(size), until(total)),
        Pagination::Token {
            token,
            next,
            limit,
            items,
        } => format!("{token}{} over {items} by {next}", plus(limit)),
    }
}

fn errors(out: &mut String, names: &Names<'_, '_>, subject: &str, errors: &[ErrorCode]) {
    let mut errors: Vec<&ErrorCode> = errors.iter().collect();
    errors.sort_by(|left, right| left.code.cmp(&right.code));
    for error in errors {
        let variant = names
            .service
            .errors
            .variant(&error.code)
            .unwrap_or_default();
        let _ = write!(out, "  error    {:<28} {variant}", error.code);
        if error.class != ErrorClass::Other {
            let _ = write!(out, " · {}", error.class);
        }
        let what = format!("error {} added", error.code);
        if let Some(history) = names.history(subject, &what, error.removed.as_ref()) {
            let _ = write!(out, " · {history}");
        }
        out.push('\n');
    }
}

fn types(out: &mut String, names: &Names<'_, '_>, types: &[TypeModel<'_>]) {
    let mut types: Vec<&TypeModel<'_>> = types.iter().collect();
    types.sort_by(|left, right| left.name.cmp(&right.name));
    for model in types {
        let subject = names.subject(&model.subject);
        let history = names.history(&subject, "added", model.removed);
        let history = history.map(|history| format!(" · {history}"));
        let history = history.unwrap_or_default();
        match &model.kind {
            TypeKind::Struct(members) => {
                let way = if model.direction.request {
                    " · request"
                } else {
                    ""
                };
                let _ = writeln!(out, "type {}{way}{history}", model.name);
                for member in sorted(members) {
                    field(out, "field", names, &model.subject, member);
                }
            }
            TypeKind::Enum(variants) => {
                let _ = writeln!(out, "enum {}{history}", model.name);
                let mut variants: Vec<_> = variants.iter().collect();
                variants.sort_by(|left, right| left.spec.value.cmp(&right.spec.value));
                for variant in variants {
                    let value = facts::value(&variant.spec.value);
                    let what = format!("value {:?} added", variant.spec.value);
                    let history = names.history(&subject, &what, variant.spec.removed.as_ref());
                    let line = format!(
                        "  value    {value:<13} {} {}",
                        variant.ident,
                        history.unwrap_or_default()
                    );
                    let _ = writeln!(out, "{}", line.trim_end());
                }
            }
        }
    }
}

fn field(
    out: &mut String,
    what: &str,
    names: &Names<'_, '_>,
    path: &str,
    member: &MemberModel<'_>,
) {
    let kind = names.field(member);
    let mut facts = vec![facts::field(member.spec)];
    let subject = names.subject(&format!("{path} {}", member.spec.name));
    facts.extend(names.history(&subject, "added", member.spec.removed.as_ref()));
    facts.retain(|fact| !fact.is_empty());
    let facts = facts.join(", ");
    let declaration = format!("{}: {kind}", member.ident);
    let line = format!(
        "  {what:<8} {:<13} {declaration:<22} {facts}",
        member.spec.name
    );
    let _ = writeln!(out, "{}", line.trim_end());
}

fn sorted<'m, 'a>(members: &'m [MemberModel<'a>]) -> Vec<&'m MemberModel<'a>> {
    let mut members: Vec<&MemberModel<'a>> = members.iter().collect();
    members.sort_by(|left, right| left.spec.name.cmp(&right.spec.name));
    members
}
