//! Services and actions by the names that people type: of the catalogue, and of `--specs DIR`.
//!
//! A service is read when it is asked for, and of it one action. Its tables live as long as the program.

pub(crate) mod tables;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use cloudwright_catalog::{Catalog, CatalogError, Described, Entry};
use cloudwright_core::meta::{ErrorClass, Operation, Provider, Service};
use cloudwright_spec::{LoadedService, load};
use cloudwright_vocabulary::os_error;
use heck::ToKebabCase as _;

use crate::failure::Failure;
use crate::suggest;

/// The catalogue of this run.
static CATALOG: OnceLock<Catalog> = OnceLock::new();

/// Adds the specs of a folder to the catalogue, or puts them in the place of what has their ids. Before
/// anything is looked up.
pub(crate) fn add_specs(folder: &Path) -> Result<(), Failure> {
    check_specs(folder)?;
    let files =
        load::read_dir(folder).map_err(|error| Failure::configuration(error.to_string()))?;
    let catalog = Catalog::embedded()?;
    // Only the first is kept; a run has one `--specs`.
    let _ = CATALOG.set(catalog.with_specs(files));
    Ok(())
}

/// Refuses a folder of specs that cannot be read.
pub(crate) fn check_specs(folder: &Path) -> Result<(), Failure> {
    let read = std::fs::read_dir(folder).map(drop);
    read.map_err(|error| {
        let (shown, reason) = (folder.display(), os_error::reason(&error));
        Failure::configuration(format!("--specs: {shown} cannot be read: {reason}"))
    })
}

/// All services of three clouds.
pub(crate) fn all() -> Result<&'static Catalog, Failure> {
    if let Some(catalog) = CATALOG.get() {
        return Ok(catalog);
    }
    let catalog = Catalog::embedded()?;
    Ok(CATALOG.get_or_init(|| catalog))
}

/// What is wrong with specs is drawn as their checks draw it.
impl From<CatalogError> for Failure {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Specs(report) => {
                Self::configuration("the specs are wrong").with_drawing(report)
            }
            error => Self::configuration(error.to_string()),
        }
    }
}

/// An action as it is called and described.
#[derive(Debug)]
pub(crate) struct KnownAction {
    pub(crate) operation: &'static Operation,
    pub(crate) described: Described,
}

/// The service of an id, whatever its case, or of another name that it alone has.
pub(crate) fn service(name: &str) -> Result<&'static Entry, Failure> {
    let catalog = all()?;
    catalog
        .find(name)
        .ok_or_else(|| unknown_service(catalog, name))
}

/// The services that are called so, by id or as their vendor's product.
pub(crate) fn called(name: &str) -> Vec<&'static str> {
    let entries = all().map(Catalog::services).unwrap_or_default().iter();
    let is_it = |entry: &&Entry| {
        entry.id.eq_ignore_ascii_case(name) || entry.product.eq_ignore_ascii_case(name)
    };
    entries
        .filter(is_it)
        .map(|entry| entry.id.as_str())
        .collect()
}

fn unknown_service(catalog: &Catalog, name: &str) -> Failure {
    let lower = name.to_ascii_lowercase();
    if Provider::WORDS.contains(&&*lower) {
        let failure = Failure::usage(format!("{name:?} is a cloud and no service"));
        return failure.with_hint(format!("`cloudwright services {lower}` lists its services"));
    }
    let failure = Failure::usage(format!("there is no service {name:?}"));
    let instead = catalog.instead_of(name);
    let names: Vec<&str> = instead.iter().map(|entry| entry.id.as_str()).collect();
    if names.is_empty() {
        let all = catalog.services().len();
        failure.with_hint(format!(
            "`cloudwright services WORD` looks in {all} of them"
        ))
    } else {
        failure.with_hint(suggest::did_you_mean(&names))
    }
}

/// The table of a service.
pub(crate) fn table(entry: &Entry) -> Result<&'static Service, Failure> {
    let head = all()?.head(&entry.id)?;
    Ok(tables::service(&head))
}

/// A service with all of its actions.
pub(crate) fn whole(entry: &Entry) -> Result<LoadedService, Failure> {
    Ok(all()?.service(&entry.id)?)
}

/// The names of a service's actions.
pub(crate) fn action_names(entry: &Entry) -> Result<Vec<String>, Failure> {
    Ok(all()?.action_names(&entry.id)?)
}

/// The kebab form of an action's name.
pub(crate) fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// The action of a name: as the wire spells it, in kebab case, or in another case.
pub(crate) fn action(entry: &Entry, name: &str) -> Result<&'static KnownAction, Failure> {
    static KNOWN: Mutex<BTreeMap<(String, String), &'static KnownAction>> =
        Mutex::new(BTreeMap::new());
    let key = (entry.id.clone(), name.to_owned());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(action) = known.get(&key) {
        return Ok(action);
    }
    let catalog = all()?;
    let described = match catalog.action(&entry.id, name) {
        Err(CatalogError::UnknownAction { .. }) => {
            catalog.action(&entry.id, &wire_name(entry, name)?)
        }
        found => found,
    }?;
    let service = tables::service(&described.service);
    let action = tables::leaked(KnownAction {
        operation: tables::operation(&described.service, &described.action.action, service),
        described,
    });
    known.insert(key, action);
    Ok(action)
}

/// The wire name that is meant by another spelling of it.
fn wire_name(entry: &Entry, name: &str) -> Result<String, Failure> {
    let names = action_names(entry)?;
    let meant = kebab(name);
    let same = |known: &&String| {
        let kebab = kebab(known);
        kebab == name || known.eq_ignore_ascii_case(name) || kebab.eq_ignore_ascii_case(&meant)
    };
    let mut found = names.iter().filter(same);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.clone()),
        (Some(first), Some(second)) => {
            let message = format!("{name:?} may be {first} or {second}");
            Err(Failure::usage(message).with_hint("write the name as the wire does"))
        }
        (None, _) => Err(unknown_action(entry, name, &names)),
    }
}

/// How many actions are named that have a word in their names.
const MOST_HOLDING: usize = 5;

fn unknown_action(entry: &Entry, name: &str, own: &[String]) -> Failure {
    let id = &entry.id;
    let failure = Failure::usage(format!("{id} has no action {name:?}"));
    let mut close = suggest::close(name, own.iter().map(String::as_str));
    let word = kebab(name);
    // Fewer letters stand in nearly every name.
    if close.is_empty() && word.len() > 2 {
        let holding = own.iter().filter(|known| kebab(known).contains(&word));
        close = holding.map(String::as_str).take(MOST_HOLDING).collect();
    }
    if !close.is_empty() {
        return failure.with_hint(suggest::did_you_mean(&close));
    }
    match elsewhere(entry, name) {
        Some(other) => failure.with_hint(format!("{other} has it")),
        None => failure.with_hint(format!("`cloudwright actions {id}` lists them")),
    }
}

/// A service of the same cloud, or else of another, that has an action of this name.
fn elsewhere(entry: &Entry, name: &str) -> Option<String> {
    let meant = kebab(name);
    let named = all().ok()?.all_action_names().ok()?;
    let has = |names: &[String]| {
        // Most names differ by their length: taking them apart is the slow part.
        let is_near = |known: &&String| known.len() <= meant.len();
        names
            .iter()
            .filter(is_near)
            .any(|known| kebab(known) == meant)
    };
    let mut found: Vec<&Entry> = named
        .iter()
        .filter(|(_, names)| has(names))
        .map(|(entry, _)| *entry)
        .collect();
    found.sort_by_key(|other| other.provider != entry.provider);
    found.first().map(|other| other.id.clone())
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
    let of_service = || service(name).ok().map(|entry| entry.provider);
    known.or_else(of_service).ok_or_else(|| {
        let ids = Provider::WORDS;
        let failure = Failure::usage(format!("there is no cloud {name:?}"));
        failure.with_hint(suggest::instead_of(name, ids.iter().copied()))
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
        for (service_name, wire) in [
            ("tencent-ccr", "ListTriggerLog"),
            ("tencent-vod", "DescribeMediaInfos"),
        ] {
            let entry = service(service_name).unwrap();
            let kebab = kebab(wire);
            for name in [
                wire,
                &kebab,
                &wire.to_ascii_lowercase(),
                &kebab.to_ascii_uppercase(),
            ] {
                assert_eq!(action(entry, name).unwrap().operation.name, wire, "{name}");
            }
        }
    }

    #[test]
    fn what_is_unknown_comes_with_what_was_meant() {
        // Further services may be alike too, and come before.
        for (id, question, name) in [
            ("tencent-tcx", "did you mean ", "tencent-"),
            ("zzzzzzzz", "`cloudwright services WORD`", ""),
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

    #[test]
    fn a_product_that_only_one_cloud_has_needs_no_cloud_before_it() {
        assert_eq!(service("tcr").unwrap().id, "tencent-tcr");
        assert_eq!(service("Huawei/SWR").unwrap().id, "huawei-swr");
    }
}
