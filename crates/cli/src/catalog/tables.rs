//! From the spec of a service to the tables that the runtime is driven by.
//!
//! The runtime's tables are `'static`, as generated clients hold them; here they are made while the
//! program runs, for the one action that was asked for, and live as long as the program. What the catalogue
//! gives holds no stubs of what is no longer documented.

use std::collections::HashMap;

use cloudwright_core::meta::{
    Deprecation, Endpoints, ErrorCodeInfo, Kind, Operation, Paging, Parameter, Place, Rule,
    Service, Shape, TimeFormat, Wait,
};
use cloudwright_spec::LoadedService;
use cloudwright_spec::model::{
    self, Action, ErrorCode, Member, Pagination, Required, RuleKind, Scalar, TypeRef, value_text,
};

use crate::given::SetIfGiven as _;

/// Structures nest no deeper in tables; what is below is any value. A type may hold itself, and a table
/// that is made while the program runs cannot.
const DEEPEST: usize = 16;

/// The table of a service.
pub(crate) fn service(loaded: &LoadedService) -> &'static Service {
    let spec = &loaded.service;
    let pairs = |hosts: &std::collections::BTreeMap<String, String>| {
        list(hosts.iter().map(|(name, host)| (text(name), text(host))))
    };
    let endpoints = Endpoints::new(text(&spec.endpoints.default))
        .by_region(pairs(&spec.endpoints.by_region))
        .variants(pairs(&spec.endpoints.variants));
    let table = Service::new(
        text(&spec.service),
        spec.provider,
        text(&spec.product),
        text(&spec.title),
        list(spec.protocols.iter().copied()),
        endpoints,
    )
    .regions(texts(&spec.regions))
    .errors(errors(&spec.errors))
    .given(option(spec.version.as_ref()), Service::version)
    .given(option(spec.envelope.as_ref()), Service::envelope)
    .given(
        spec.deprecated.as_ref().map(deprecated),
        Service::deprecated,
    );
    leaked(table)
}

/// The table of an action, which must be one of the service's.
pub(crate) fn operation(
    loaded: &LoadedService,
    action: &Action,
    service: &'static Service,
) -> &'static Operation {
    let (method, path) = (loaded.method(action), loaded.path(action));
    let mut shapes = Shapes {
        loaded,
        action,
        known: HashMap::new(),
    };
    let parameters = action.request.iter().map(|member| {
        let place = loaded.location(action, member);
        shapes.parameter(member, place, "request", DEEPEST)
    });
    let parameters = list(parameters);
    let rules = action.rules.iter().filter(|rule| rule.enforced);
    let sensitive = loaded.sensitive(action, &action.response);
    let source = &action.source;
    let table = Operation::new(
        service,
        text(&action.action),
        action.access,
        text(method),
        text(path),
    )
    .summary(text(&action.summary))
    .page(text(&source.title))
    .regions(texts(&action.regions))
    .permissions(texts(&action.permissions))
    .errors(errors(&action.errors))
    .parameters(parameters)
    .rules(list(rules.map(|held| rule(&held.kind))))
    .waits(list(
        action.wait.iter().map(|one| wait(loaded, action, one)),
    ))
    .sensitive_in_answer(list(sensitive.into_iter().map(text)))
    .given(option(source.url.as_ref()), Operation::url)
    .given(option(source.updated.as_ref()), Operation::updated)
    .given(action.rate_limit, |table, rate| {
        table.rate_limit(rate.requests, rate.seconds)
    })
    .given(
        action.deprecated.as_ref().map(deprecated),
        Operation::deprecated,
    )
    .given(
        action.pagination.as_ref().zip(action.rows_path()),
        |table, (pagination, items)| {
            let spellings = loaded.page_spellings(action).into_iter();
            let spellings = spellings.map(|(path, other)| (text(path), text(&other)));
            let table = table.paging(paging(pagination, items));
            table.page_spellings(list(spellings))
        },
    );
    leaked(table)
}

/// A table that lives as long as the program.
pub(crate) fn leaked<T>(table: T) -> &'static T {
    Box::leak(Box::new(table))
}

/// A text that lives as long as the program.
pub(crate) fn text(text: &str) -> &'static str {
    Box::leak(Box::from(text))
}

fn option(value: Option<&String>) -> Option<&'static str> {
    value.map(|value| text(value))
}

/// A list that lives as long as the program.
pub(crate) fn list<T>(items: impl Iterator<Item = T>) -> &'static [T] {
    Box::leak(items.collect::<Vec<T>>().into_boxed_slice())
}

fn texts(items: &[String]) -> &'static [&'static str] {
    list(items.iter().map(|item| text(item)))
}

fn errors(errors: &[ErrorCode]) -> &'static [ErrorCodeInfo] {
    list(errors.iter().map(|error| {
        let doc = error.doc.as_deref().unwrap_or_default();
        ErrorCodeInfo::new(text(&error.code), error.class)
            .doc(text(doc))
            .given(error.status, ErrorCodeInfo::status)
    }))
}

/// A deprecation as tables hold it.
pub(crate) fn deprecated(deprecation: &model::Deprecation) -> Deprecation {
    let replacement = deprecation.replacement.as_ref();
    Deprecation::new(text(&deprecation.doc)).given(replacement, |table, by| {
        table.replacement(text(&by.service), option(by.action.as_ref()))
    })
}

fn rule(kind: &RuleKind) -> Rule {
    match kind {
        RuleKind::MultipleOf { member, of } => Rule::MultipleOf(text(member), text(of)),
        RuleKind::Together { members } => Rule::Together(texts(members)),
        RuleKind::OneOf { members } => Rule::OneOf(texts(members)),
        RuleKind::AtMostOne { members } => Rule::AtMostOne(texts(members)),
        RuleKind::AtLeastOne { members } => Rule::AtLeastOne(texts(members)),
    }
}

fn wait(loaded: &LoadedService, action: &model::Action, wait: &model::Wait) -> &'static Wait {
    let others = loaded.other_spellings(action, &wait.path);
    let mut table = Wait::new(text(&wait.name), text(&wait.path))
        .other_paths(texts(&others))
        .success(texts(&wait.success))
        .failure(texts(&wait.failure))
        .pending(texts(&wait.pending))
        .given(option(wait.doc.as_ref()), Wait::doc);
    table.absent = wait.absent;
    table.delay = wait.delay;
    leaked(table)
}

fn paging(pagination: &Pagination, items: &str) -> Paging {
    let items = text(items);
    match pagination {
        Pagination::Offset {
            offset,
            limit,
            total,
            ..
        } => Paging::Offset {
            offset: text(offset),
            limit: option(limit.as_ref()),
            items,
            total: option(total.as_ref()),
        },
        Pagination::Page {
            page, size, total, ..
        } => Paging::Page {
            page: text(page),
            size: option(size.as_ref()),
            items,
            total: option(total.as_ref()),
        },
        Pagination::Token {
            token, next, limit, ..
        } => Paging::Token {
            token: text(token),
            next: text(next),
            limit: option(limit.as_ref()),
            items,
        },
    }
}

/// The tables of the structures that an action sends.
struct Shapes<'s> {
    loaded: &'s LoadedService,
    action: &'s Action,
    /// By name, and by how deep they may nest: so that types that hold themselves end, and their tables
    /// are no more than types times levels.
    known: HashMap<(String, usize), &'static Shape>,
}

impl<'s> Shapes<'s> {
    fn parameter(
        &mut self,
        member: &'s Member,
        place: Place,
        path: &str,
        depth: usize,
    ) -> Parameter {
        let name = text(&member.name);
        let kind = self.kind(member, &member.type_ref, path, depth);
        let mut table = Parameter::new(name, kind, place);
        table.rename = option(member.rename.as_ref());
        table.required = member.required == Required::Yes;
        let written = |value: &Option<_>| value.as_ref().map(|value| text(&value_text(value)));
        table.default = written(&member.default);
        table.example = written(&member.example);
        table.min = member.min;
        table.max = member.max;
        table.min_length = member.min_length;
        table.max_length = member.max_length;
        table.int32 = member.type_ref.is_int32();
        let values = self.loaded.values_of(self.action, member);
        table.values = list(values.iter().map(|value| text(&value.value)));
        table.doc = text(member.doc.as_deref().unwrap_or_default());
        table.sensitive = member.sensitive;
        table.deprecated = member.deprecated.is_some();
        table.implicit = member.implicit;
        table.idempotency_token = member.idempotency_token;
        table.serialize = member.serialize;
        table.time = member.format.map(|style| {
            let format = TimeFormat::new(style, member.east());
            match member.type_ref.leaf() {
                TypeRef::Scalar(Scalar::String) => format.as_text(),
                _ => format,
            }
        });
        table
    }

    fn kind(&mut self, member: &'s Member, type_ref: &TypeRef, path: &str, depth: usize) -> Kind {
        match type_ref {
            TypeRef::List(inner) => Kind::List(self.inner(member, inner, path, depth)),
            TypeRef::Map(inner) => Kind::Map(self.inner(member, inner, path, depth)),
            TypeRef::Object => {
                let name = format!("{path}.{}", member.name);
                let fields = member.fields.as_deref().unwrap_or_default();
                self.object(&name, fields, depth)
            }
            TypeRef::Named(name) => match self.loaded.type_of(self.action, name) {
                Some((_, declared)) if declared.values.is_some() => Kind::String,
                Some((_, declared)) => {
                    let fields = declared.fields.as_deref().unwrap_or_default();
                    self.object(name, fields, depth)
                }
                None => Kind::Any,
            },
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => Kind::String,
                Scalar::Integer | Scalar::Int32 | Scalar::Int64 => Kind::Integer,
                Scalar::Uint64 => Kind::Unsigned,
                Scalar::Number | Scalar::Float32 | Scalar::Float64 => Kind::Number,
                Scalar::Boolean => Kind::Boolean,
                Scalar::Any => Kind::Any,
            },
        }
    }

    fn inner(
        &mut self,
        member: &'s Member,
        inner: &TypeRef,
        path: &str,
        depth: usize,
    ) -> &'static Kind {
        leaked(self.kind(member, inner, path, depth))
    }

    fn object(&mut self, name: &str, fields: &'s [Member], depth: usize) -> Kind {
        let Some(depth) = depth.checked_sub(1) else {
            return Kind::Any;
        };
        let key = (name.to_owned(), depth);
        if let Some(known) = self.known.get(&key) {
            return Kind::Object(known);
        }
        let tables: Vec<Parameter> = fields
            .iter()
            .map(|field| self.parameter(field, Place::Body, name, depth))
            .collect();
        let shape = leaked(Shape::new(text(name), list(tables.into_iter())));
        self.known.insert(key, shape);
        Kind::Object(shape)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_catalog::{Catalog, spec_files};

    use super::*;

    /// What a table says, without where its parts are in memory; as deep as both sides go.
    fn told(parameters: &[Parameter], depth: usize, out: &mut Vec<String>) {
        for parameter in parameters {
            let own = format!("{parameter:?}");
            // The kind is told by name below.
            let (before, after) = own.split_once("kind: ").unwrap_or((&own, ""));
            let after = after.rsplit_once(", place: ").map_or("", |(_, rest)| rest);
            out.push(format!(
                "{depth} {before}{} {after}",
                kind_name(&parameter.kind)
            ));
            if let (Some(shape), true) = (shape(&parameter.kind), depth < 4) {
                told(shape.fields, depth + 1, out);
            }
        }
    }

    fn shape(kind: &Kind) -> Option<&'static Shape> {
        match kind {
            Kind::Object(shape) => Some(shape),
            Kind::List(inner) | Kind::Map(inner) => shape(inner),
            _ => None,
        }
    }

    fn kind_name(kind: &Kind) -> String {
        match kind {
            Kind::Object(shape) => shape.name.to_owned(),
            Kind::List(inner) => format!("list<{}>", kind_name(inner)),
            Kind::Map(inner) => format!("map<{}>", kind_name(inner)),
            other => format!("{other:?}"),
        }
    }

    fn all_but_parameters(operation: &Operation) -> String {
        let Operation {
            name,
            summary,
            access,
            method,
            path,
            rules,
            paging,
            errors,
            ..
        } = operation;
        let Operation {
            regions,
            permissions,
            rate_limit,
            deprecated,
            page,
            ..
        } = operation;
        format!(
            "{name} {summary} {access:?} {method} {path} {rules:?} {paging:?} {errors:?} {regions:?} \
             {permissions:?} {rate_limit:?} {deprecated:?} {page:?} {:?}",
            operation.service
        )
    }

    #[test]
    fn the_tables_of_generated_clients_and_of_the_catalogue_say_the_same() {
        let catalog = Catalog::embedded().unwrap();
        let entries = cloudwright::services();
        assert!(!entries.is_empty());
        for entry in entries {
            for generated in entry.operations {
                let found = catalog.action(entry.service.id, generated.name).unwrap();
                let service = service(&found.service);
                let made = operation(&found.service, &found.action.action, service);
                assert_eq!(all_but_parameters(made), all_but_parameters(generated));
                let (mut left, mut right) = (Vec::new(), Vec::new());
                told(made.parameters, 0, &mut left);
                told(generated.parameters, 0, &mut right);
                assert_eq!(left, right, "{} {}", entry.service.id, generated.name);
            }
        }
    }

    #[test]
    fn a_type_that_holds_itself_has_a_table_that_ends() {
        let mut files = spec_files();
        files.retain(|file| file.path == "tencent/tcr/service.yaml");
        let service_file = String::from_utf8(files[0].content.clone()).unwrap();
        let tree = "action: PutTree\nsummary: Puts a tree.\nsource: { title: Tree }\naccess: write\n\
                    request:\n  - { name: Root, type: Tree }\n\
                    types:\n  - name: Tree\n    fields:\n\
                    \x20     - { name: Left, type: list<Tree> }\n      - { name: Right, type: list<Tree> }\n";
        let files = vec![
            cloudwright_spec::SourceFile::new("tencent/tcr/service.yaml", service_file),
            cloudwright_spec::SourceFile::new("tencent/tcr/PutTree.yaml", tree),
        ];
        let found = Catalog::embedded()
            .unwrap()
            .with_specs(files)
            .action("tencent-tcr", "PutTree")
            .unwrap();
        let made = operation(
            &found.service,
            &found.action.action,
            service(&found.service),
        );
        let mut levels = 0;
        let mut kind = &made.parameters[0].kind;
        while let Some(shape) = shape(kind) {
            levels += 1;
            assert_eq!(shape.fields.len(), 2);
            kind = &shape.fields[1].kind;
        }
        assert_eq!(levels, DEEPEST);
    }
}
