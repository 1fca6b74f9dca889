//! `cloudwright services` and `cloudwright actions`.

use clap::ArgMatches;
use cloudwright::ServiceEntry;
use serde_json::{Value, json};

use crate::failure::Stop;
use crate::output::{self, Format};
use crate::{catalog, put};

/// Lists the services.
pub(crate) fn services(matches: &ArgMatches) -> Result<(), Stop> {
    let rows = catalog::services().iter().map(|entry| {
        let service = entry.service;
        let protocols = service
            .protocols
            .iter()
            .copied()
            .map(catalog::protocol_name);
        json!({
            "service": service.id,
            "title": service.title,
            "version": service.version,
            "actions": entry.operations.len(),
            "protocols": protocols.collect::<Vec<_>>(),
            "deprecated": service.deprecated.is_some(),
        })
    });
    write(rows.collect(), matches)
}

/// Lists the actions.
pub(crate) fn actions(matches: &ArgMatches) -> Result<(), Stop> {
    let chosen = match matches.get_one::<String>("SERVICE") {
        Some(id) => std::slice::from_ref(catalog::service(id)?),
        None => catalog::services(),
    };
    write(chosen.iter().flat_map(rows).collect(), matches)
}

fn rows(entry: &ServiceEntry) -> Vec<Value> {
    let row = |operation: &&cloudwright_core::meta::Operation| {
        json!({
            "service": entry.service.id,
            "action": operation.name,
            "summary": operation.summary,
            "paged": operation.paging.is_some(),
        })
    };
    entry.operations.iter().map(row).collect()
}

fn write(rows: Vec<Value>, matches: &ArgMatches) -> Result<(), Stop> {
    let format = Format::of(matches).unwrap_or(Format::Table);
    put(&output::render(&Value::Array(rows), None, format)?)
}
