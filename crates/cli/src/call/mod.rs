//! `cloudwright call`: one action, from flags to output.

pub(crate) mod connect;
mod dry_run;
mod narration;
mod pages;
mod redaction;
mod request;

use clap::ArgMatches;
use cloudwright_core::Call;
use cloudwright_core::meta::{Operation, Paging};
use serde_json::{Map, Value};

use crate::failure::Stop;
use crate::options::Options;
use crate::{output, put};

/// Makes the call and writes its result.
pub(crate) fn run(operation: &'static Operation, matches: &ArgMatches) -> Result<(), Stop> {
    let options = Options::read(matches)?;
    let parameters = request::parameters(operation, matches, &options)?;
    connect::runtime()?.block_on(async {
        let session = connect::open(operation, &options)?;
        let done = send(session.client.call(operation), parameters, &options).await;
        done.map_err(|stop| session.failed(stop))
    })
}

async fn send(call: Call, parameters: Map<String, Value>, options: &Options) -> Result<(), Stop> {
    let operation = call.operation();
    if options.dry_run {
        let prepared = call.prepare_dynamic(Value::Object(parameters)).await?;
        return put(&dry_run::text(operation, &prepared, options));
    }
    let Some((call, parameters)) = pages::stream(call, parameters, options).await? else {
        return Ok(());
    };
    let fetched = pages::fetch(call, parameters, options).await?;
    write(operation, &fetched.result, options)?;
    if let Some(remark) = &fetched.remark {
        pages::remark(options, remark);
    }
    Ok(())
}

fn write(operation: &Operation, result: &Value, options: &Options) -> Result<(), Stop> {
    let text = match &options.query {
        Some(query) => output::render(&query.apply(result)?, None, options.format),
        None => output::render(result, entries(operation), options.format),
    };
    put(&text)?;
    if text.is_empty() {
        pages::remark(options, "there are no entries");
    }
    Ok(())
}

/// The path of the entries in the result of a paged action.
fn entries(operation: &Operation) -> Option<&'static str> {
    match operation.paging? {
        Paging::Offset { items, .. } | Paging::Page { items, .. } | Paging::Token { items, .. } => {
            Some(items)
        }
        _ => None,
    }
}
