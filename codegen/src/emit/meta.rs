//! What a table imports of the runtime.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::file::ident;

/// Names of `cloudwright_core::meta` that a table uses; imported inside its block, where they
/// hide types of the service that bear the same names.
#[derive(Default)]
pub(super) struct Meta(BTreeSet<&'static str>);

impl Meta {
    pub(super) fn name(&mut self, name: &'static str) -> Ident {
        self.0.insert(name);
        ident(name)
    }

    pub(super) fn block(&self, table: &TokenStream) -> TokenStream {
        let names: Vec<Ident> = self.0.iter().map(|name| ident(name)).collect();
        match names.as_slice() {
            [] => quote!(#table),
            [one] => quote!({ use cloudwright_core::meta::#one; #table }),
            many => quote!({ use cloudwright_core::meta::{#(#many),*}; #table }),
        }
    }
}
