//! `cloudwright services` and `cloudwright actions`.

use clap::Args;
use cloudwright_catalog::Entry;
use serde_json::{Value, json};

use crate::command::open_values::service_ids;
use crate::failure::{Abort, Failure};
use crate::output::{self, Format};
use crate::{catalog, note, put};

/// Lists the services, or those that a word is found in
#[derive(Args)]
#[command(
    after_help = "Examples:\n  cloudwright services -o jsonl\n  cloudwright services snapshot"
)]
pub(crate) struct ServiceArguments {
    /// A part of a service's name, or of the name of one of its actions
    #[arg(value_name = "WORD", default_value = "", hide_default_value = true)]
    word: String,
    /// How the list is written; table unless given
    #[arg(long = "output", short = 'o', value_name = "FORMAT")]
    #[arg(default_value = "table", hide_default_value = true)]
    format: Format,
}

/// Lists the actions of a service, or of all
#[derive(Args)]
#[command(after_help = "Example:\n  cloudwright actions huawei-swr")]
pub(crate) struct ActionArguments {
    /// The service's id; all services unless given
    #[arg(value_name = "SERVICE", add = service_ids())]
    service: Option<String>,
    /// How the list is written; table unless given
    #[arg(long = "output", short = 'o', value_name = "FORMAT")]
    #[arg(default_value = "table", hide_default_value = true)]
    format: Format,
}

/// Lists the services, or those that a word is found in.
pub(crate) fn services(arguments: &ServiceArguments) -> Result<(), Abort> {
    let (word, format) = (&arguments.word, arguments.format);
    let catalog = catalog::all()?;
    let found = catalog.search(word).map_err(Failure::from)?;
    if found.is_empty() {
        note(&format!(
            "no service and no action has {word:?} in its name"
        ));
    }
    let rows: Vec<Value> = found
        .iter()
        .map(|found| {
            let mut row = row(found.entry, found.count, format);
            if !found.actions.is_empty() {
                row["found"] = shown(&found.actions, format);
            }
            row
        })
        .collect();
    put(&output::render(&rows.into(), None, format))
}

fn row(entry: &Entry, count: usize, format: Format) -> Value {
    let mut row = json!({
        "service": entry.id,
        "title": entry.title,
        "provider": entry.provider.as_str(),
        "product": entry.product,
        "version": entry.version,
        "actions": count,
        "protocols": entry.protocols,
        "from_specs": entry.from_specs,
    });
    if let (Format::Table, Some(members)) = (format, row.as_object_mut()) {
        // A table has room for a few.
        members.retain(|name, _| matches!(&**name, "service" | "title" | "version" | "actions"));
    }
    row
}

/// The actions that a word was found in; a table has room for a few.
fn shown(actions: &[String], format: Format) -> Value {
    const MOST: usize = 3;
    if format != Format::Table {
        return actions.into();
    }
    let first = actions
        .iter()
        .take(MOST)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    match actions.len().saturating_sub(MOST) {
        0 => first.into(),
        more => format!("{first} and {more} more").into(),
    }
}

/// Lists the actions.
pub(crate) fn actions(arguments: &ActionArguments) -> Result<(), Abort> {
    let format = arguments.format;
    let rows: Vec<Value> = match &arguments.service {
        Some(id) => of_service(catalog::service(id)?, format)?,
        None => of_all()?,
    };
    put(&output::render(&rows.into(), None, format))
}

fn of_service(entry: &Entry, format: Format) -> Result<Vec<Value>, Abort> {
    let loaded = catalog::whole(entry)?;
    let rows = loaded.actions.iter().map(|loaded| {
        let action = &loaded.action;
        let mut row = json!({
            "service": entry.id,
            "action": action.action,
            "summary": action.summary.replace('`', ""),
        });
        if format != Format::Table {
            row["paged"] = action.pagination.is_some().into();
        }
        row
    });
    Ok(rows.collect())
}

/// The names alone: reading all services for more would take a while.
fn of_all() -> Result<Vec<Value>, Abort> {
    let all = catalog::all()?.all_action_names().map_err(Failure::from)?;
    let rows = all.iter().flat_map(|(entry, names)| {
        names
            .iter()
            .map(|name| json!({ "service": entry.id, "action": name }))
    });
    Ok(rows.collect())
}
