//! Tables of the runtime in the making, and what they import of it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::file::ident;

/// Names of `cloudwright_core::meta` that a table uses; imported inside its block, where they
/// hide types of the service that bear the same names.
#[derive(Default)]
pub(super) struct MetaImports(BTreeSet<&'static str>);

impl MetaImports {
    pub(super) fn name(&mut self, name: &'static str) -> Ident {
        self.0.insert(name);
        ident(name)
    }

    pub(super) fn block(&self, table: &impl ToTokens) -> TokenStream {
        let names: Vec<Ident> = self.0.iter().map(|name| ident(name)).collect();
        match names.as_slice() {
            [] => quote!(#table),
            [one] => quote!({ use cloudwright_core::meta::#one; #table }),
            many => quote!({ use cloudwright_core::meta::{#(#many),*}; #table }),
        }
    }
}

/// A table: its constructor, and the setters behind it.
pub(super) struct TableCode(TokenStream);

impl TableCode {
    pub(super) fn new(constructor: TokenStream) -> Self {
        Self(constructor)
    }

    /// `.setter(argument)`
    pub(super) fn set(mut self, setter: &str, argument: impl ToTokens) -> Self {
        let setter = ident(setter);
        self.0.extend(quote!(.#setter(#argument)));
        self
    }

    /// The same, if there is an argument.
    pub(super) fn set_some(self, setter: &str, argument: Option<impl ToTokens>) -> Self {
        match argument {
            Some(argument) => self.set(setter, argument),
            None => self,
        }
    }

    /// `.setter(&[…])`, unless there is nothing in it.
    pub(super) fn set_list(
        self,
        setter: &str,
        items: impl IntoIterator<Item = impl ToTokens>,
    ) -> Self {
        let items: Vec<_> = items.into_iter().collect();
        if items.is_empty() {
            return self;
        }
        self.set(setter, quote!(&[#(#items),*]))
    }

    /// `.setter()`, where it holds.
    pub(super) fn set_flag(self, setter: &str, holds: bool) -> Self {
        self.set_some(setter, holds.then(TokenStream::new))
    }
}

impl ToTokens for TableCode {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}
