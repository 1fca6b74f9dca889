//! Services and actions by the names that people type. All of it comes from the generated tables.

use cloudwright::ServiceEntry;
use cloudwright_core::meta::{ErrorClass, Operation, Provider};
use heck::ToKebabCase as _;

use crate::failure::Failure;
use crate::suggest;

/// All services, by id.
pub(crate) fn services() -> &'static [ServiceEntry] {
    cloudwright::services()
}

/// The service of an id, whatever its case.
pub(crate) fn service(id: &str) -> Result<&'static ServiceEntry, Failure> {
    let found = services()
        .iter()
        .find(|entry| entry.service.id.eq_ignore_ascii_case(id));
    found.ok_or_else(|| unknown_service(id))
}

fn unknown_service(id: &str) -> Failure {
    let ids: Vec<&str> = services().iter().map(|entry| entry.service.id).collect();
    let mut close = suggest::close(id, ids.iter().copied());
    if close.is_empty() {
        // The vendor's own name of the product: `tcr`.
        let by_product = services()
            .iter()
            .filter(|entry| entry.service.product == id);
        close = by_product.map(|entry| entry.service.id).collect();
    }
    let failure = Failure::usage(format!("there is no service {id:?}"));
    if close.is_empty() {
        failure.with_hint(format!("there are {}", ids.join(", ")))
    } else {
        failure.with_hint(suggest::did_you_mean(&close))
    }
}

/// The kebab form of an action's name.
pub(crate) fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// The action of a name: as the wire spells it, in kebab case, or in another case.
pub(crate) fn action(entry: &ServiceEntry, name: &str) -> Result<&'static Operation, Failure> {
    let operations = entry.operations;
    if let Some(operation) = operations.iter().find(|operation| operation.name == name) {
        return Ok(operation);
    }
    let same = |operation: &&&'static Operation| {
        kebab(operation.name) == name
            || operation.name.eq_ignore_ascii_case(name)
            || kebab(operation.name).eq_ignore_ascii_case(&kebab(name))
    };
    let mut found = operations.iter().filter(same);
    match (found.next(), found.next()) {
        (Some(operation), None) => Ok(operation),
        (Some(first), Some(second)) => {
            let message = format!("{name:?} may be {} or {}", first.name, second.name);
            Err(Failure::usage(message).with_hint("write the name as the wire does"))
        }
        (None, _) => Err(unknown_action(entry, name)),
    }
}

fn unknown_action(entry: &ServiceEntry, name: &str) -> Failure {
    let id = entry.service.id;
    let failure = Failure::usage(format!("{id} has no action {name:?}"));
    let own = entry.operations.iter().map(|operation| operation.name);
    let close = suggest::close_names(name, own);
    if !close.is_empty() {
        return failure.with_hint(suggest::did_you_mean(&close));
    }
    let elsewhere = services().iter().find(|other| {
        let mut operations = other.operations.iter();
        operations.any(|operation| kebab(operation.name) == kebab(name))
    });
    match elsewhere {
        Some(other) => failure.with_hint(format!("{} has it", other.service.id)),
        None => failure.with_hint(format!("`cloudwright actions {id}` lists them")),
    }
}

/// The regions that are documented for an action.
pub(crate) fn regions(operation: &Operation) -> &'static [&'static str] {
    if operation.regions.is_empty() {
        operation.service.regions
    } else {
        operation.regions
    }
}

/// The provider of a name, or of one of its services.
pub(crate) fn provider(name: &str) -> Result<Provider, Failure> {
    let mut known = Provider::ALL.iter().copied();
    let known = known.find(|known| known.as_str().eq_ignore_ascii_case(name));
    let of_service = || service(name).ok().map(|entry| entry.service.provider);
    known.or_else(of_service).ok_or_else(|| {
        let ids = Provider::WORDS;
        let failure = Failure::usage(format!("there is no cloud {name:?}"));
        match suggest::close(name, ids.iter().copied()) {
            close if close.is_empty() => failure.with_hint(format!("there are {}", ids.join(", "))),
            close => failure.with_hint(suggest::did_you_mean(&close)),
        }
    })
}

/// What a class of errors is called; nothing where nothing is known.
pub(crate) fn class_name(class: ErrorClass) -> Option<String> {
    (class != ErrorClass::Other).then(|| class.as_str().replace('-', " "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn an_action_is_found_by_either_spelling() {
        let entry = service("tencent-ccr").unwrap();
        for name in [
            "ListTriggerLog",
            "list-trigger-log",
            "listtriggerlog",
            "LIST-TRIGGER-LOG",
        ] {
            assert_eq!(
                action(entry, name).unwrap().name,
                "ListTriggerLog",
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_unknown_comes_with_what_was_meant() {
        // Further services may be alike too, and come before.
        for (id, question, name) in [
            ("tencent-tcx", "did you mean ", "tencent-"),
            ("tcr", "did you mean ", "tencent-tcr"),
            ("zzz", "there are ", "alibaba-cr, "),
        ] {
            let text = service(id).unwrap_err().to_string();
            assert!(text.contains(question) && text.contains(name), "{text}");
        }
        let entry = service("tencent-ccr").unwrap();
        for (name, hint) in [
            ("ListTriggersLog", "ListTriggerLog"),
            ("describe-service-event", "tencent-ccs has it"),
            ("Nothing", "`cloudwright actions tencent-ccr`"),
        ] {
            let text = action(entry, name).unwrap_err().to_string();
            assert!(text.contains(hint), "{text}");
        }
    }
}
