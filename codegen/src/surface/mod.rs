//! The API surface of a crate as a short text, one fact a line, so that a change is a line.
//!
//! It is derived from the same model as the code and pinned by the project's tests; a reviewer
//! reads its difference instead of the code's. The order of members on the page is no part of the
//! API, so members are sorted here; columns have fixed widths, so that a long name moves no other
//! line.

mod facts;
mod items;

use std::collections::HashMap;

use cloudwright_spec::Catalog;
use cloudwright_spec::drift::Losses;
use cloudwright_spec::drift::changelog::Since;
use cloudwright_spec::model::{ErrorClass, ErrorCode, Pagination, Removal};

use crate::model::{
    ActionModel, MemberModel, Module, ServiceModel, TypeKind, TypeModel, VariantModel,
};
use crate::{lower, parallel};
use items::Items;

/// Every crate's package and surface, in the order of the services.
pub fn all(catalog: &Catalog) -> Vec<(String, String)> {
    lower(catalog, parallel::available())
        .iter()
        .map(|service| (service.package().to_owned(), text(service)))
        .collect()
}

/// What the crates of services that both catalogs have lost: public items that are gone or are
/// something else. Whether programs that use them compile is not guessed by anything else.
pub fn losses(old: &Catalog, new: &Catalog) -> Losses {
    let threads = parallel::available();
    let (old, new) = (lower(old, threads), lower(new, threads));
    let items: HashMap<&str, Items> = new
        .iter()
        .map(|service| (service.folder(), items::of(service)))
        .collect();
    old.iter()
        .filter_map(|service| {
            let id = service.folder();
            let losses = items::losses(&items::of(service), items.get(id)?);
            Some((id.to_owned(), losses))
        })
        .collect()
}

fn text(service: &ServiceModel<'_>) -> String {
    let module = Module {
        service,
        action: None,
    };
    let mut surface = Surface {
        text: String::new(),
        module,
        since: Since::of(service.loaded.changelog.as_deref().unwrap_or_default()),
    };
    surface.service();
    for action in &service.actions {
        surface.module.action = Some(action);
        surface.line("");
        surface.action(action);
    }
    if !service.types.is_empty() {
        surface.module = module;
        surface.line("");
        surface.types(&service.types);
    }
    surface.text
}

/// A surface in the making.
struct Surface<'m, 'a> {
    text: String,
    /// What is written of now.
    module: Module<'m, 'a>,
    since: Since<'m>,
}

impl<'m, 'a> Surface<'m, 'a> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Since which version something is there, where that is known, and since which it is a stub.
    fn history(&self, subject: &str, what: &str, removed: Option<&Removal>) -> Option<String> {
        let stub = removed.map(|removal| format!("stub since {}", removal.since));
        let required = format!("required, {what}");
        let since = self.since.version(subject, what);
        let since = since.or_else(|| self.since.version(subject, &required));
        stub.or_else(|| Some(format!("since {}", since?)))
    }

    /// The same as the end of a line.
    fn history_behind(&self, subject: &str, what: &str, removed: Option<&Removal>) -> String {
        let history = self.history(subject, what, removed);
        history.map_or_else(String::new, |history| format!(" · {history}"))
    }

    /// What changes call a thing of the file at hand.
    fn subject(&self, path: &str) -> String {
        match self.module.action {
            Some(action) => format!("{} {path}", action.loaded.action.action),
            None => path.to_owned(),
        }
    }

    fn service(&mut self) {
        let service = self.module.service;
        let spec = &service.loaded.service;
        let protocols: Vec<&str> = spec.protocols.iter().map(|known| known.as_str()).collect();
        let version = spec.version.as_deref().map(|version| format!(" {version}"));
        self.line(&format!(
            "{} {} · {}{} · {} · {}",
            service.package(),
            spec.package.version,
            spec.product,
            version.unwrap_or_default(),
            protocols.join(", "),
            spec.endpoints.default,
        ));
        if let Some(deprecation) = &spec.deprecated {
            self.line(&format!("deprecated {}", facts::line(&deprecation.doc)));
        }
        self.errors("service", &spec.errors);
    }

    fn action(&mut self, action: &'m ActionModel<'a>) {
        let (spec, service) = (&action.loaded.action, self.module.service.loaded);
        let rate = spec
            .rate_limit
            .map(|rate| format!(" · {}", String::from(rate)));
        let history = self.history_behind(&spec.action, "added", spec.removed.as_ref());
        let rate = rate.unwrap_or_default();
        self.line(&format!(
            "action {} · {}{rate}{history}",
            spec.action, spec.access
        ));
        self.line(&format!(
            "  call     {}() -> {}",
            action.method, action.answer
        ));
        let (method, path) = (service.method(spec), service.path(spec));
        self.line(&format!("  http     {method} {path}"));
        if let Some(deprecation) = &spec.deprecated {
            self.line(&format!("  deprecated {}", facts::line(&deprecation.doc)));
        }
        let module = self.module;
        for member in sorted(&action.parameters) {
            let argument = member.rust.written(&|id| module.path(id));
            let setter = format!("{}({argument})", member.ident);
            let facts = facts::parameter(service, spec, member.spec);
            self.member("request", "request", member, &setter, facts);
        }
        self.fields("response", "response", &action.response);
        if let Some(pagination) = &spec.pagination {
            self.line(&format!("  pages    {}", pages(pagination)));
        }
        for wait in &spec.wait {
            let states = facts::wait(wait);
            self.line(&format!("  wait     {:<13} {states}", wait.method()));
        }
        for rule in &spec.rules {
            self.line(&format!("  rule     {}", facts::rule(rule)));
        }
        self.errors(&spec.action, &spec.errors);
        self.types(&action.types);
    }

    fn errors(&mut self, subject: &str, errors: &[ErrorCode]) {
        let mut errors: Vec<&ErrorCode> = errors.iter().collect();
        errors.sort_by(|left, right| left.code.cmp(&right.code));
        for error in errors {
            let variant = self.module.service.error_variant(&error.code);
            let class = match error.class {
                ErrorClass::Other => String::new(),
                class => format!(" · {class}"),
            };
            let what = format!("error {} added", error.code);
            let history = self.history_behind(subject, &what, error.removed.as_ref());
            self.line(&format!(
                "  error    {:<28} {variant}{class}{history}",
                error.code
            ));
        }
    }

    fn types(&mut self, types: &[TypeModel<'_>]) {
        let mut types: Vec<&TypeModel<'_>> = types.iter().collect();
        types.sort_by(|left, right| left.name.cmp(&right.name));
        for model in types {
            let subject = self.subject(&model.subject);
            let history = self.history_behind(&subject, "added", model.removed);
            match &model.kind {
                TypeKind::Struct(members) => {
                    let way = if model.usage.request {
                        " · request"
                    } else {
                        ""
                    };
                    self.line(&format!("type {}{way}{history}", model.name));
                    self.fields("field", &model.subject, members);
                }
                TypeKind::Enum(variants) => {
                    self.line(&format!("enum {}{history}", model.name));
                    self.variants(&subject, variants);
                }
            }
        }
    }

    fn variants(&mut self, subject: &str, variants: &[VariantModel<'_>]) {
        let mut variants: Vec<_> = variants.iter().collect();
        variants.sort_by_key(|variant| variant.value);
        for variant in variants {
            let value = facts::value(variant.value);
            let what = format!("value {:?} added", variant.value);
            let history = self.history(subject, &what, variant.removed);
            let history = history.unwrap_or_default();
            self.line(&format!(
                "  value    {value:<13} {} {history}",
                variant.ident
            ));
        }
    }

    fn fields(&mut self, what: &str, owner: &str, members: &[MemberModel<'_>]) {
        let module = self.module;
        for member in sorted(members) {
            let kind = member.written(&|id| module.path(id));
            let field = format!("{}: {kind}", member.ident);
            self.member(what, owner, member, &field, facts::field(member.spec));
        }
    }

    /// A line of a parameter or a field.
    fn member(
        &mut self,
        what: &str,
        owner: &str,
        member: &MemberModel<'_>,
        declaration: &str,
        mut facts: Vec<String>,
    ) {
        let name = &member.spec.name;
        let subject = self.subject(&format!("{owner} {name}"));
        facts.extend(self.history(&subject, "added", member.spec.removed.as_ref()));
        let facts = facts.join(", ");
        self.line(&format!("  {what:<8} {name:<13} {declaration:<22} {facts}"));
    }
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

fn sorted<'m, 'a>(members: &'m [MemberModel<'a>]) -> Vec<&'m MemberModel<'a>> {
    let mut members: Vec<&MemberModel<'a>> = members.iter().collect();
    members.sort_by(|left, right| left.spec.name.cmp(&right.spec.name));
    members
}
