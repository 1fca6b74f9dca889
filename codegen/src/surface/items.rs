//! The public items of a crate, each with its signature: what programs that use it may name.
//!
//! Two states are compared by these, so that what stops programs from compiling is known and not
//! guessed. Options of calls and the runtime's own items are the runtime's and not here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use cloudwright_spec::drift::changelog::Since;
use cloudwright_spec::drift::{Loss, Part};

use super::Names;
use crate::emit::Lowered;
use crate::model::{ActionModel, MemberModel, RustType, ServiceModel, TypeKind, TypeModel};

/// An item by its path.
pub(super) type Items = BTreeMap<String, Item>;

/// What is known of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What a program must agree with.
    signature: String,
    /// What in the specs it was made of.
    subject: String,
    part: Part,
}

/// The items that are gone, or are something else.
pub(super) fn losses(old: &Items, new: &Items) -> Vec<Loss> {
    let lost = old.iter().filter_map(|(path, item)| {
        let now = new.get(path);
        if now.is_some_and(|now| is_taken_by(&item.signature, &now.signature)) {
            return None;
        }
        Some(Loss {
            subject: item.subject.clone(),
            part: item.part.clone(),
            item: path.clone(),
            before: item.signature.clone(),
            after: now.map(|now| now.signature.clone()),
        })
    });
    lost.collect()
}

/// Whether programs that agree with a signature agree with another: a setter of times takes every text.
fn is_taken_by(before: &str, now: &str) -> bool {
    before == now || before.replace("impl Into<String>", INTO_TIME) == now
}

/// What a setter of times takes.
const INTO_TIME: &str = "impl IntoDateTime";

/// All items of a crate.
pub(super) fn of((service, actions): &Lowered<'_>) -> Items {
    let since = Since::default();
    let mut collector = Collector {
        items: Items::new(),
        service,
        since: &since,
    };
    for action in actions {
        collector.action(action);
    }
    let names = collector.names(None);
    for model in &service.types {
        collector.model(&names, "types", "", model);
    }
    for (error, variant) in service.errors.iter() {
        let part = Part::ErrorCode(error.code.clone());
        let subject = format!("service error {}", error.code);
        collector.add(format!("ErrorCode::{variant}"), "variant", &subject, part);
    }
    collector.items
}

struct Collector<'m, 'a> {
    items: Items,
    service: &'m ServiceModel<'a>,
    since: &'m Since<'m>,
}

impl<'m, 'a> Collector<'m, 'a> {
    fn names(&self, action: Option<&'m ActionModel<'a>>) -> Names<'m, 'a> {
        Names {
            service: self.service,
            action,
            since: self.since,
        }
    }

    fn add(&mut self, path: String, signature: impl Into<String>, subject: &str, part: Part) {
        let item = Item {
            signature: signature.into(),
            subject: subject.to_owned(),
            part,
        };
        match self.items.entry(path) {
            Entry::Vacant(place) => {
                place.insert(item);
            }
            // Two of one name: the checks refuse that, and what is compared all the same is neither.
            Entry::Occupied(mut first) => {
                let first = first.get_mut();
                first.signature = format!("{} and {}", first.subject, item.subject);
            }
        }
    }

    fn action(&mut self, action: &'m ActionModel<'a>) {
        let name = &action.loaded.action.action;
        let module = format!("actions::{}", action.module);
        let names = self.names(Some(action));
        let builder = format!("{module}::{}", action.builder);
        let answer = format!("{module}::{}", action.answer);
        let itself = || Part::Itself;
        self.add(
            format!("Client::{}()", action.method),
            &*builder,
            name,
            itself(),
        );
        self.add(
            builder.clone(),
            format!("alias of {answer}"),
            name,
            itself(),
        );
        self.add(format!("{module}::OPERATION"), "static", name, itself());
        self.add(answer.clone(), "struct", name, itself());
        for member in &action.parameters {
            let subject = format!("{name} request {}", member.spec.name);
            let path = format!("{builder}::{}()", member.ident);
            let signature = argument(&names, &module, &member.rust);
            self.add(path, signature, &subject, itself());
        }
        for wait in &action.loaded.action.wait {
            let path = format!("{builder}::{}()", wait.method());
            let subject = format!("{name} wait {}", wait.name);
            self.add(path, "wait", &subject, itself());
        }
        for member in &action.response {
            let subject = format!("{name} response {}", member.spec.name);
            self.field(&names, &module, &answer, member, &subject);
        }
        if let Some(paging) = &action.paging {
            let item = plain(&names, &module, &paging.item);
            let path = format!("{answer} as Paged");
            self.add(path, format!("pages of {item}"), name, Part::Paging);
        }
        for model in &action.types {
            self.model(&names, &module, &format!("{name} "), model);
        }
    }

    fn field(
        &mut self,
        names: &Names<'_, '_>,
        module: &str,
        owner: &str,
        member: &MemberModel<'_>,
        subject: &str,
    ) {
        let path = format!("{owner}.{}", member.ident);
        let plain = plain(names, module, &member.rust);
        let signature = match member.rust {
            RustType::List(_) | RustType::Map(_) => plain,
            _ if member.boxed => format!("Option<Box<{plain}>>"),
            _ => format!("Option<{plain}>"),
        };
        self.add(path, signature, subject, Part::Itself);
    }

    fn model(&mut self, names: &Names<'_, '_>, module: &str, prefix: &str, model: &TypeModel<'_>) {
        let path = format!("{module}::{}", model.name);
        let subject = format!("{prefix}{}", model.subject);
        match &model.kind {
            TypeKind::Enum(variants) => {
                self.add(path.clone(), "enum", &subject, Part::Itself);
                for variant in variants {
                    let part = Part::Variant(variant.spec.value.clone());
                    self.add(
                        format!("{path}::{}", variant.ident),
                        "variant",
                        &subject,
                        part,
                    );
                }
            }
            TypeKind::Struct(members) => {
                self.add(path.clone(), "struct", &subject, Part::Itself);
                if model.direction.request {
                    self.add(
                        format!("{path}::new()"),
                        "function",
                        &subject,
                        Part::Setters,
                    );
                }
                for member in members {
                    let subject = format!("{subject} {}", member.spec.name);
                    self.field(names, module, &path, member, &subject);
                    if model.direction.request {
                        let setter = format!("{path}::{}()", member.ident);
                        let signature = argument(names, module, &member.rust);
                        self.add(setter, signature, &subject, Part::Setters);
                    }
                }
            }
        }
    }
}

/// A type as programs write it, by its path in the crate.
fn plain(names: &Names<'_, '_>, module: &str, rust: &RustType) -> String {
    match rust {
        RustType::Enum(id) | RustType::Struct(id) => {
            let name = names.name(*id);
            match name.strip_prefix("types::") {
                Some(_) => name,
                None => format!("{module}::{name}"),
            }
        }
        RustType::List(inner) => format!("Vec<{}>", plain(names, module, inner)),
        RustType::Map(inner) => format!("BTreeMap<String, {}>", plain(names, module, inner)),
        simple => names.plain(simple),
    }
}

/// What a setter takes.
fn argument(names: &Names<'_, '_>, module: &str, rust: &RustType) -> String {
    let item = |rust: &RustType| {
        let plain = plain(names, module, rust);
        match rust {
            RustType::DateTime { .. } => INTO_TIME.to_owned(),
            RustType::String | RustType::Any | RustType::Enum(_) => format!("impl Into<{plain}>"),
            _ => plain,
        }
    };
    match rust {
        RustType::List(inner) => format!("({}, …)", item(inner)),
        RustType::Map(inner) => format!("(String: {}, …)", item(inner)),
        other => format!("({})", item(other)),
    }
}
