//! Waits: the table of each, and the method of the request that asks until it is so.

use cloudwright_spec::model::{Wait, WaitOutcome};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::{ident, number};
use super::meta::Meta;
use crate::doc::{code, inline, lines};
use crate::model::{ActionModel, ServiceModel};

/// `static WAIT_UNTIL_…`, which the table of the action names and the method uses.
pub(crate) fn tables(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> TokenStream {
    let waits = action.loaded.action.wait.iter();
    let tables = waits.map(|wait| {
        let paths = service
            .loaded
            .other_spellings(&action.loaded.action, &wait.path);
        table(wait, &paths)
    });
    quote!(#(#tables)*)
}

/// The name of a wait's table.
pub(crate) fn table_name(wait: &Wait) -> String {
    wait.method().to_uppercase()
}

/// A wait, and other spellings of its path.
fn table(wait: &Wait, other_paths: &[String]) -> TokenStream {
    let mut meta = Meta::default();
    let kind = meta.name("Wait");
    let (name, path) = (&wait.name, &wait.path);
    let mut table = quote!(#kind::new(#name, #path));
    if !other_paths.is_empty() {
        table.extend(quote!(.other_paths(&[#(#other_paths),*])));
    }
    if let Some(doc) = &wait.doc {
        table.extend(quote!(.doc(#doc)));
    }
    for (outcome, states) in wait.outcomes() {
        if !states.is_empty() {
            let setter = ident(outcome.as_str());
            table.extend(quote!(.#setter(&[#(#states),*])));
        }
    }
    if let Some(outcome) = wait.absent {
        let kind = meta.name("WaitOutcome");
        let outcome = ident(outcome.variant());
        table.extend(quote!(.absent(#kind::#outcome)));
    }
    if let Some(delay) = wait.delay {
        let delay = number(delay);
        table.extend(quote!(.delay(#delay)));
    }
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
pub(crate) fn methods(action: &ActionModel<'_>) -> Vec<TokenStream> {
    let waits = action.loaded.action.wait.iter();
    waits.map(|wait| method(action, wait)).collect()
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
    let states = |states: &[String]| {
        let states: Vec<String> = states.iter().map(|state| code(state)).collect();
        states.join(" or ")
    };
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
