//! Waits: the table of each, and the method of the request that asks until it is so.

use cloudwright_spec::model::{Wait, WaitOutcome};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::{ident, number};
use super::meta::{MetaImports, TableCode};
use crate::doc::{code, codes, inline, lines};
use crate::model::{ActionModel, ServiceModel};

/// `static WAIT_UNTIL_…`, which the table of the action names and the method uses.
pub(crate) fn tables(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> TokenStream {
    let (service, spec) = (service.loaded, &action.loaded.action);
    let waits = spec.wait.iter();
    waits
        .map(|wait| table(wait, &service.other_spellings(spec, &wait.path)))
        .collect()
}

/// The name of a wait's table.
pub(crate) fn table_name(wait: &Wait) -> String {
    wait.method().to_uppercase()
}

/// A wait, and other spellings of its path.
fn table(wait: &Wait, other_paths: &[String]) -> TokenStream {
    let mut meta = MetaImports::default();
    let kind = meta.name("Wait");
    let (name, path) = (&wait.name, &wait.path);
    let absent = wait.absent.map(|outcome| {
        let (kind, outcome) = (meta.name("WaitOutcome"), ident(outcome.variant()));
        quote!(#kind::#outcome)
    });
    let mut table = TableCode::new(quote!(#kind::new(#name, #path)))
        .set_list("other_paths", other_paths)
        .set_some("doc", wait.doc.as_ref());
    for (outcome, states) in wait.outcomes() {
        table = table.set_list(outcome.as_str(), states);
    }
    let table = table
        .set_some("absent", absent)
        .set_some("delay", wait.delay.map(number));
    let method = format!("{}()", wait.method());
    let doc = docs::outer(&[format!("What {} waits for.", code(&method))]);
    let name = ident(&table_name(wait));
    let table = meta.block(&table);
    quote! {
        #doc
        static #name: cloudwright_core::meta::Wait = #table;
    }
}

/// The methods of the request.
pub(crate) fn methods(action: &ActionModel<'_>) -> impl Iterator<Item = TokenStream> {
    let waits = action.loaded.action.wait.iter();
    waits.map(|wait| method(action, wait))
}

fn method(action: &ActionModel<'_>, wait: &Wait) -> TokenStream {
    let (method, table) = (ident(&wait.method()), ident(&table_name(wait)));
    let answer = ident(&action.answer);
    let doc = docs::outer(&description(wait));
    quote! {
        #doc
        pub fn #method(self) -> cloudwright_core::Polling<'static, #answer, M> {
            self.call.wait_until(&#table)
        }
    }
}

/// Which answers end it, and how.
fn description(wait: &Wait) -> Vec<String> {
    let path = code(&wait.path);
    let states = |states: &[String]| codes(states, " or ");
    let mut ends = Vec::new();
    if !wait.success.is_empty() {
        ends.push(format!("Asks until {path} is {}.", states(&wait.success)));
    }
    if let Some(absent) = wait.absent {
        let what = format!("{path} is not there, or the service knows no such thing");
        ends.push(match absent {
            WaitOutcome::Success if ends.is_empty() => format!("Asks until {what}."),
            WaitOutcome::Success => format!("It is also done where {what}."),
            WaitOutcome::Failure => format!("It has failed where {what}."),
            WaitOutcome::Pending => format!("It goes on where {what}."),
        });
    }
    if !wait.failure.is_empty() {
        ends.push(format!("{} is an error.", states(&wait.failure)));
    }
    if !wait.pending.is_empty() {
        ends.push(format!("It goes on at {}.", states(&wait.pending)));
    }
    let mut text = wait.doc.as_deref().map(lines).unwrap_or_default();
    if !text.is_empty() {
        text.push(String::new());
    }
    text.extend(ends.iter().map(|end| inline(end)));
    text
}
