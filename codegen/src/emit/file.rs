//! One generated Rust file in the making: what it refers to, and its imports.

use std::collections::BTreeSet;

use cloudwright_spec::naming::is_identifier;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::{
    ActionModel, MemberModel, RustType, ServiceModel, TypeId, TypeModel, TypePlace,
};

/// A file of a service's crate, and the names it has used so far.
pub(crate) struct File<'m, 'a> {
    pub service: &'m ServiceModel<'a>,
    /// The action whose module this is; absent in `types`.
    pub action: Option<&'m ActionModel<'a>>,
    core: BTreeSet<&'static str>,
    codec: BTreeSet<&'static str>,
    meta: BTreeSet<&'static str>,
    /// Names of the crate's own root.
    own: BTreeSet<&'static str>,
    uses_maps: bool,
}

impl<'m, 'a> File<'m, 'a> {
    pub(crate) fn new(service: &'m ServiceModel<'a>, action: Option<&'m ActionModel<'a>>) -> Self {
        Self {
            service,
            action,
            core: BTreeSet::new(),
            codec: BTreeSet::new(),
            meta: BTreeSet::new(),
            own: BTreeSet::new(),
            uses_maps: false,
        }
    }

    /// A name of the runtime, imported.
    pub(crate) fn core(&mut self, name: &'static str) -> Ident {
        self.core.insert(name);
        ident(name)
    }

    /// A name of the runtime's codec, imported.
    pub(crate) fn codec(&mut self, name: &'static str) -> Ident {
        self.codec.insert(name);
        ident(name)
    }

    /// A name of the runtime's tables, imported.
    pub(crate) fn meta(&mut self, name: &'static str) -> Ident {
        self.meta.insert(name);
        ident(name)
    }

    /// A name of the crate's own root, imported.
    pub(crate) fn own(&mut self, name: &'static str) -> Ident {
        self.own.insert(name);
        ident(name)
    }

    /// The type that an id stands for.
    pub(crate) fn type_of(&self, id: TypeId) -> &'m TypeModel<'a> {
        match self.action {
            Some(action) => action.type_of(self.service, id),
            None => &self.service.types[id.index],
        }
    }

    /// A type as this file refers to it.
    pub(crate) fn path(&mut self, id: TypeId) -> TokenStream {
        let name = ident(&self.type_of(id).name);
        if id.place == TypePlace::Service && self.action.is_some() {
            self.own.insert("types");
            quote!(types::#name)
        } else {
            quote!(#name)
        }
    }

    /// The table of a structure as this file refers to it.
    pub(crate) fn shape(&mut self, id: TypeId) -> TokenStream {
        let name = ident(&self.type_of(id).shape);
        if id.place == TypePlace::Service && self.action.is_some() {
            self.own.insert("types");
            quote!(types::#name)
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
                let json = self.codec("Json");
                quote!(#json)
            }
            RustType::DateTime { .. } => {
                let time = self.core("DateTime");
                quote!(#time)
            }
            RustType::Enum(id) | RustType::Struct(id) => self.path(*id),
            RustType::List(inner) => {
                let inner = self.plain(inner);
                quote!(Vec<#inner>)
            }
            RustType::Map(inner) => {
                self.uses_maps = true;
                let inner = self.plain(inner);
                quote!(BTreeMap<String, #inner>)
            }
        }
    }

    /// The type of a structure's field: lists and maps as they are, the rest optional.
    pub(crate) fn field(&mut self, member: &MemberModel<'_>) -> TokenStream {
        let plain = self.plain(&member.rust);
        match member.rust {
            RustType::List(_) | RustType::Map(_) => plain,
            _ if member.boxed => quote!(Option<Box<#plain>>),
            _ => quote!(Option<#plain>),
        }
    }

    /// The `use` items for everything that was referred to.
    pub(crate) fn imports(&self) -> TokenStream {
        let maps = self.uses_maps.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        // rustfmt has a single name before the modules, and a list of names behind them.
        let (core, first) = (
            group(&quote!(cloudwright_core), &self.core),
            self.core.len() == 1,
        );
        let (before, behind) = if first {
            (core, quote!())
        } else {
            (quote!(), core)
        };
        let codec = group(&quote!(cloudwright_core::codec), &self.codec);
        let meta = group(&quote!(cloudwright_core::meta), &self.meta);
        let own = group(&quote!(crate), &self.own);
        quote!(#maps #before #codec #meta #behind #own)
    }
}

fn group(from: &TokenStream, names: &BTreeSet<&'static str>) -> TokenStream {
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    match names.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(use #from::#one;),
        many => quote!(use #from::{#(#many),*};),
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
