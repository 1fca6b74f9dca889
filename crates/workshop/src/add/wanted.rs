//! What was asked for: services and actions of the catalogue, by the names that people give them.

use cloudwright_catalog::{Catalog, Entry};
use cloudwright_spec::closest;
use cloudwright_vocabulary::printable;

type Failure = Box<dyn std::error::Error>;

/// A service, and which of its actions.
#[derive(Debug)]
pub(super) struct Wanted<'c> {
    pub(super) entry: &'c Entry,
    /// All of them, if none is named.
    pub(super) actions: Vec<String>,
}

impl Wanted<'_> {
    /// Whether an action is one of those.
    pub(super) fn has(&self, action: &str) -> bool {
        self.actions.is_empty() || self.actions.iter().any(|wanted| wanted == action)
    }
}

/// How many names are listed at most.
const LISTED: usize = 8;

/// Finds all that was asked for, or says what there is not.
pub(super) fn read<'c>(
    catalogue: &'c Catalog,
    services: &[String],
    actions: &[String],
) -> Result<Vec<Wanted<'c>>, Failure> {
    let mut wanted: Vec<Wanted<'c>> = Vec::new();
    for name in services {
        let entry = catalogue
            .find(name)
            .ok_or_else(|| unknown_service(catalogue.services(), name))?;
        if wanted.iter().all(|known| known.entry.id != entry.id) {
            wanted.push(Wanted {
                entry,
                actions: Vec::new(),
            });
        }
    }
    for action in actions {
        assign(catalogue, action, &mut wanted)?;
    }
    let idle = wanted.iter().find(|one| one.actions.is_empty());
    match idle.filter(|_| !actions.is_empty()) {
        Some(idle) => Err(format!("{} has none of the actions", idle.entry.id).into()),
        None => Ok(wanted),
    }
}

/// Gives an action to the services that have it.
fn assign(catalogue: &Catalog, action: &str, wanted: &mut [Wanted<'_>]) -> Result<(), Failure> {
    let mut known = Vec::new();
    let mut is_found = false;
    for one in wanted.iter_mut() {
        let names = catalogue.action_names(&one.entry.id)?;
        match names.iter().find(|name| name.eq_ignore_ascii_case(action)) {
            Some(name) => {
                is_found = true;
                one.actions.push(name.clone());
            }
            None => known.extend(names),
        }
    }
    if is_found {
        return Ok(());
    }
    let ids: Vec<&str> = wanted.iter().map(|one| one.entry.id.as_str()).collect();
    let near = closest(action, known.iter().map(String::as_str));
    let meant = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
    let shown = printable::text(action);
    Err(format!("{} has no action {shown}{meant}", ids.join(", ")).into())
}

/// The vendor's code of a service, which is its id without the cloud.
fn code(entry: &Entry) -> &str {
    entry.id.split_once('-').map_or("", |(_, code)| code)
}

/// What there is in place of a service that there is not.
fn unknown_service(services: &[Entry], name: &str) -> String {
    let shown = printable::text(name);
    let lower = name.to_ascii_lowercase();
    let those = |is_one: &dyn Fn(&Entry) -> bool| -> Vec<&str> {
        let found = services.iter().filter(|entry| is_one(entry));
        found.map(|entry| entry.id.as_str()).collect()
    };
    let same = those(&|entry| code(entry) == lower || entry.product.eq_ignore_ascii_case(&lower));
    if same.len() > 1 {
        return format!("{shown} is several: {}", listed(&same));
    }
    let near = closest(name, services.iter().map(|entry| entry.id.as_str()));
    let near = near.or_else(|| {
        let near = closest(name, services.iter().map(code))?;
        let entry = services.iter().find(|entry| code(entry) == near)?;
        Some(entry.id.as_str())
    });
    if let Some(near) = near {
        return format!("there is no service {shown}; did you mean {near}?");
    }
    let holding = those(&|entry| {
        let words = [&entry.id, &entry.product, &entry.title];
        !lower.is_empty()
            && words
                .iter()
                .any(|word| word.to_ascii_lowercase().contains(&lower))
    });
    match holding.as_slice() {
        [] => format!("there is no service {shown} in the catalogue"),
        names => format!("there is no service {shown}; there is {}", listed(names)),
    }
}

fn listed(names: &[&str]) -> String {
    let (told, left) = names.split_at(names.len().min(LISTED));
    let told = told.join(", ");
    match left.len() {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}
