//! The public items of a crate, each with its signature: what programs that use it may name.
//!
//! Two states are compared by these, so that what stops programs from compiling is known and not
//! guessed. Options of calls and the runtime's own items are the runtime's and not here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use cloudwright_spec::drift::{Loss, Part};

use crate::model::{ActionModel, MemberModel, Module, RustType, ServiceModel, TypeKind, TypeModel};

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
pub(super) fn of(service: &ServiceModel<'_>) -> Items {
    let mut collector = Collector(Items::new());
    for action in &service.actions {
        collector.action(service, action);
    }
    let module = Module {
        service,
        action: None,
    };
    for model in &service.types {
        collector.model(module, "", model);
    }
    for error in &service.errors {
        let part = Part::ErrorCode(error.value.to_owned());
        let subject = format!("service error {}", error.value);
        let path = format!("ErrorCode::{}", error.ident);
        collector.add(path, "variant", &subject, part);
    }
    collector.0
}

struct Collector(Items);

impl Collector {
    fn add(&mut self, path: String, signature: impl Into<String>, subject: &str, part: Part) {
        let item = Item {
            signature: signature.into(),
            subject: subject.to_owned(),
            part,
        };
        match self.0.entry(path) {
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

    fn action(&mut self, service: &ServiceModel<'_>, action: &ActionModel<'_>) {
        let spec = &action.loaded.action;
        let name = &spec.action;
        let module = Module {
            service,
            action: Some(action),
        };
        let within = module.name();
        let builder = format!("{within}::{}", action.builder);
        let answer = format!("{within}::{}", action.answer);
        let itself = || Part::Itself;
        let method = format!("Client::{}()", action.method);
        self.add(method, &*builder, name, itself());
        let alias = format!("alias of {answer}");
        self.add(builder.clone(), alias, name, itself());
        self.add(format!("{within}::OPERATION"), "static", name, itself());
        self.add(answer.clone(), "struct", name, itself());
        for member in &action.parameters {
            let subject = format!("{name} request {}", member.spec.name);
            let path = format!("{builder}::{}()", member.ident);
            self.add(path, argument(module, &member.rust), &subject, itself());
        }
        for wait in &spec.wait {
            let path = format!("{builder}::{}()", wait.method());
            let subject = format!("{name} wait {}", wait.name);
            self.add(path, "wait", &subject, itself());
        }
        for member in &action.response {
            let subject = format!("{name} response {}", member.spec.name);
            self.field(module, &answer, member, &subject);
        }
        if let Some(paging) = &action.paging {
            let item = paging.item.written(&|id| module.crate_path(id));
            let path = format!("{answer} as Paged");
            self.add(path, format!("pages of {item}"), name, Part::Paging);
        }
        for model in &action.types {
            self.model(module, &format!("{name} "), model);
        }
    }

    fn field(
        &mut self,
        module: Module<'_, '_>,
        owner: &str,
        member: &MemberModel<'_>,
        subject: &str,
    ) {
        let path = format!("{owner}.{}", member.ident);
        let signature = member.written(&|id| module.crate_path(id));
        self.add(path, signature, subject, Part::Itself);
    }

    fn model(&mut self, module: Module<'_, '_>, prefix: &str, model: &TypeModel<'_>) {
        let path = format!("{}::{}", module.name(), model.name);
        let subject = format!("{prefix}{}", model.subject);
        match &model.kind {
            TypeKind::Enum(variants) => {
                self.add(path.clone(), "enum", &subject, Part::Itself);
                for variant in variants {
                    let part = Part::Variant(variant.value.to_owned());
                    let path = format!("{path}::{}", variant.ident);
                    self.add(path, "variant", &subject, part);
                }
            }
            TypeKind::Struct(members) => {
                let is_sent = model.usage.request;
                self.add(path.clone(), "struct", &subject, Part::Itself);
                if is_sent {
                    let constructor = format!("{path}::new()");
                    self.add(constructor, "function", &subject, Part::Setters);
                }
                for member in members {
                    let subject = format!("{subject} {}", member.spec.name);
                    self.field(module, &path, member, &subject);
                    if is_sent {
                        let setter = format!("{path}::{}()", member.ident);
                        let signature = argument(module, &member.rust);
                        self.add(setter, signature, &subject, Part::Setters);
                    }
                }
            }
        }
    }
}

/// What a setter takes.
fn argument(module: Module<'_, '_>, rust: &RustType) -> String {
    let item = |rust: &RustType| {
        let plain = rust.written(&|id| module.crate_path(id));
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
