//! One generated Rust file in the making: what it refers to, and its imports.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::naming::is_identifier;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::{MemberModel, Module, RustType, TypeId};

/// A file of a service's crate.
pub(crate) struct File<'m, 'a> {
    pub module: Module<'m, 'a>,
    /// What is imported so far: names by the module that has them.
    imports: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl<'m, 'a> File<'m, 'a> {
    pub(crate) fn new(module: Module<'m, 'a>) -> Self {
        Self {
            module,
            imports: BTreeMap::new(),
        }
    }

    /// The last name of a path, imported.
    pub(crate) fn import(&mut self, path: &'static str) -> Ident {
        let (from, name) = path.rsplit_once("::").unwrap_or(("crate", path));
        self.imports.entry(from).or_default().insert(name);
        ident(name)
    }

    /// A type as this file refers to it.
    pub(crate) fn path(&mut self, id: TypeId) -> TokenStream {
        self.path_of(id, &self.module.type_of(id).name)
    }

    /// The table of a structure as this file refers to it.
    pub(crate) fn shape(&mut self, id: TypeId) -> TokenStream {
        self.path_of(id, &self.module.type_of(id).shape)
    }

    fn path_of(&mut self, id: TypeId, name: &str) -> TokenStream {
        let name = ident(name);
        if self.module.is_elsewhere(id) {
            let types = self.import("crate::types");
            quote!(#types::#name)
        } else {
            quote!(#name)
        }
    }

    /// A type where it is not optional: in a list, or as an argument.
    pub(crate) fn plain(&mut self, rust: &RustType) -> TokenStream {
        match rust {
            RustType::String => quote!(String),
            RustType::Integer => quote!(i64),
            RustType::Unsigned => quote!(u64),
            RustType::Number => quote!(f64),
            RustType::Boolean => quote!(bool),
            RustType::Any => {
                let json = self.import("cloudwright_core::codec::Json");
                quote!(#json)
            }
            RustType::DateTime { .. } => {
                let time = self.import("cloudwright_core::DateTime");
                quote!(#time)
            }
            RustType::Enum(id) | RustType::Struct(id) => self.path(*id),
            RustType::List(inner) => {
                let inner = self.plain(inner);
                quote!(Vec<#inner>)
            }
            RustType::Map(inner) => {
                let map = self.import("std::collections::BTreeMap");
                let inner = self.plain(inner);
                quote!(#map<String, #inner>)
            }
        }
    }

    /// The type of a structure's field: lists and maps as they are, the rest optional.
    pub(crate) fn field(&mut self, member: &MemberModel<'_>) -> TokenStream {
        let plain = self.plain(&member.rust);
        if member.rust.is_collection() {
            plain
        } else if member.boxed {
            quote!(Option<Box<#plain>>)
        } else {
            quote!(Option<#plain>)
        }
    }

    /// The `use` items for everything that was referred to.
    pub(crate) fn imports(&self) -> TokenStream {
        let mut groups: Vec<_> = self.imports.iter().collect();
        groups.sort_by_key(|(from, names)| {
            let side = ["std", "cloudwright_core", "crate"];
            let side = side.iter().position(|side| from.starts_with(side));
            // rustfmt has a single name before the modules, and a list of names behind them.
            let is_last = **from == "cloudwright_core" && names.len() > 1;
            (side, is_last)
        });
        let items = groups.into_iter().map(|(from, names)| {
            let from: Vec<Ident> = from.split("::").map(ident).collect();
            let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
            match names.as_slice() {
                [one] => quote!(use #(#from::)*#one;),
                many => quote!(use #(#from::)*{#(#many),*};),
            }
        });
        items.collect()
    }
}

/// An identifier from the model, raw where it says so. The checks and the naming rules give
/// nothing else; should they fail, the compiler says so about a name that is easy to find.
pub(crate) fn ident(name: &str) -> Ident {
    let plain = name.strip_prefix("r#");
    match plain {
        _ if !is_identifier(plain.unwrap_or(name)) => {
            Ident::new("not_an_identifier", Span::call_site())
        }
        Some(plain) => Ident::new_raw(plain, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A number as a literal, without the suffix of its type.
pub(crate) fn number(number: impl Into<u64>) -> Literal {
    Literal::u64_unsuffixed(number.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_identifier_whatever_the_model_says() {
        for (name, expected) in [
            ("name", "name"),
            ("r#type", "r#type"),
            ("a b", "not_an_identifier"),
            ("", "not_an_identifier"),
            ("r#", "not_an_identifier"),
            ("_", "not_an_identifier"),
        ] {
            assert_eq!(ident(name).to_string(), expected);
        }
    }
}
