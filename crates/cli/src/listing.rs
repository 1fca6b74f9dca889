//! `cloudwright services` and `cloudwright actions`.

use clap::ArgMatches;
use cloudwright::ServiceEntry;
use cloudwright_core::meta::Protocol;
use serde_json::{Value, json};

use crate::failure::Stop;
use crate::output::{self, Format};
use crate::{catalog, put};

/// Lists the services.
pub(crate) fn services(matches: &ArgMatches) -> Result<(), Stop> {
    let format = Format::of(matches).unwrap_or(Format::Table);
    let rows = catalog::services().iter().map(|entry| {
        let service = entry.service;
        if format == Format::Table {
            return json!({
                "service": service.id,
                "title": service.title,
                "actions": entry.operations.len(),
                "": service.deprecated.map_or("", |_| "deprecated"),
            });
        }
        let protocols = service.protocols().map(Protocol::as_str);
        json!({
            "service": service.id,
            "title": service.title,
            "version": service.version,
            "actions": entry.operations.len(),
            "protocols": protocols.collect::<Vec<_>>(),
            "deprecated": service.deprecated.is_some(),
        })
    });
    put(&output::render(&rows.collect(), None, format))
}

/// Lists the actions.
pub(crate) fn actions(matches: &ArgMatches) -> Result<(), Stop> {
    let format = Format::of(matches).unwrap_or(Format::Table);
    let chosen = match matches.get_one::<String>("SERVICE") {
        Some(id) => std::slice::from_ref(catalog::service(id)?),
        None => catalog::services(),
    };
    let rows = chosen.iter().flat_map(|entry| rows(entry, format));
    put(&output::render(&rows.collect(), None, format))
}

fn rows(entry: &'static ServiceEntry, format: Format) -> impl Iterator<Item = Value> {
    entry.operations.iter().map(move |operation| {
        let mut row = json!({
            "service": entry.service.id,
            "action": operation.name,
            "summary": operation.summary.replace('`', ""),
        });
        if format != Format::Table {
            row["paged"] = operation.paging.is_some().into();
        }
        row
    })
}
