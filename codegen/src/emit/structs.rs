//! Structures and open enums: their fields, setters and codec.

use cloudwright_spec::model::{Location, Serialize};
use proc_macro2::TokenStream;
use quote::quote;

use super::deprecation::{deprecated, removed};
use super::docs;
use super::file::{File, ident};
use super::{setters, time};
use crate::model::{MemberModel, TypeKind, TypeModel, Usage, VariantModel};

/// A type with everything that its usage needs.
pub(crate) fn type_items(file: &mut File<'_, '_>, model: &TypeModel<'_>) -> TokenStream {
    let doc = docs::outer(&docs::of_type(model));
    let removed = removed(model.removed);
    match &model.kind {
        TypeKind::Struct(members) => {
            let usage = model.usage;
            let must_use = usage.request.then(|| quote!(#[must_use]));
            let attributes = quote!(#doc #removed #must_use);
            let definition = structure(file, &model.name, members, usage, &attributes);
            let setters = usage
                .request
                .then(|| setters::of_structure(file, model, members));
            let codec = codec(&model.name, usage, members);
            quote!(#definition #setters #codec)
        }
        TypeKind::Enum(variants) => open_enum(&quote!(#doc #removed), &model.name, variants),
    }
}

/// A `struct` with public fields.
pub(crate) fn structure(
    file: &mut File<'_, '_>,
    name: &str,
    members: &[MemberModel<'_>],
    usage: Usage,
    attributes: &TokenStream,
) -> TokenStream {
    let ident = ident(name);
    let fields = fields(file, members, usage);
    let secret = members.iter().any(MemberModel::is_secret);
    let derives = if secret {
        quote!(#[derive(Clone, Default, PartialEq)])
    } else {
        quote!(#[derive(Clone, Debug, Default, PartialEq)])
    };
    let debug = secret.then(|| impl_debug(name, members));
    quote! {
        #attributes
        #derives
        #[non_exhaustive]
        pub struct #ident {
            #fields
        }
        #debug
    }
}

fn fields(file: &mut File<'_, '_>, members: &[MemberModel<'_>], usage: Usage) -> TokenStream {
    let fields = members.iter().map(|member| {
        let name = ident(&member.ident);
        let kind = file.field(member);
        let doc = docs::outer(&docs::member(member, usage));
        let deprecated = deprecated(member);
        quote!(#doc #deprecated pub #name: #kind,)
    });
    quote!(#(#fields)*)
}

/// A `Debug` that does not show secrets.
fn impl_debug(name: &str, members: &[MemberModel<'_>]) -> TokenStream {
    let target = ident(name);
    let shown = members.iter().map(|member| {
        let field = ident(&member.ident);
        let label = member.ident.trim_start_matches("r#");
        if member.is_secret() {
            quote!(.field(#label, &"[redacted]"))
        } else {
            quote!(.field(#label, &self.#field))
        }
    });
    quote! {
        impl std::fmt::Debug for #target {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#name) #(#shown)* .finish_non_exhaustive()
            }
        }
    }
}

/// The codec of a structure: a line for each member, from which reading and writing follow.
pub(crate) fn codec(name: &str, usage: Usage, members: &[MemberModel<'_>]) -> Option<TokenStream> {
    let traits = match (usage.response, usage.request) {
        (true, true) => quote!(Decode + Encode),
        (true, false) => quote!(Decode),
        (false, true) => quote!(Encode),
        (false, false) => return None,
    };
    let target = ident(name);
    // What answers held is written for those who keep answers; calls do not send it.
    let is_unsent = |member: &&MemberModel<'_>| usage.request && member.spec.removed.is_some();
    let named = members.iter().filter(|member| !is_root(member));
    let (removed, named): (Vec<_>, Vec<_>) = named.partition(is_unsent);
    let lines = named.into_iter().map(line);
    let removed = (!removed.is_empty()).then(|| {
        let lines = removed.into_iter().map(line);
        quote!(removed { #(#lines)* })
    });
    let headers = headers(members);
    let root = root(members);
    Some(quote! {
        cloudwright_core::members! {
            impl #traits for #target {
                #(#lines)*
                #removed
                #headers
                #root
            }
        }
    })
}

fn is_root(member: &MemberModel<'_>) -> bool {
    member.spec.location == Some(Location::BodyRoot)
}

/// Names the members that travel as headers of the answer.
fn headers(members: &[MemberModel<'_>]) -> Option<TokenStream> {
    let names: Vec<&str> = members
        .iter()
        .filter(|member| member.spec.location == Some(Location::Header))
        .map(|member| member.spec.name.as_str())
        .collect();
    (!names.is_empty()).then(|| quote!(headers { #(#names,)* }))
}

/// Says where the whole body goes, if it goes to one member.
fn root(members: &[MemberModel<'_>]) -> Option<TokenStream> {
    let whole = members.iter().find(|member| is_root(member))?;
    let place = place(whole);
    let has_others = members
        .iter()
        .any(|member| matches!(member.spec.location, None | Some(Location::Body)));
    let clause = ident(if has_others { "otherwise" } else { "whole" });
    Some(quote!(#clause { #place, }))
}

/// The line of a member, under its name and each other spelling of it.
fn line(member: &MemberModel<'_>) -> TokenStream {
    let names = std::iter::once(&member.spec.name).chain(&member.spec.alias);
    let place = place(member);
    quote!(#(#names)|* => #place,)
}

/// The field of a member, and as what it travels where that is not what it holds.
fn place(member: &MemberModel<'_>) -> TokenStream {
    let field = ident(&member.ident);
    let packed = member.spec.serialize.map(|how| match how {
        Serialize::Json => quote!(as JsonText),
        Serialize::Comma => quote!(as CommaText),
    });
    let time = time::of(member.spec).map(|format| quote!(as Time(#format)));
    quote!(#field #packed #time)
}

/// An open enum: each value once.
pub(crate) fn open_enum(
    attributes: &TokenStream,
    name: &str,
    variants: &[VariantModel<'_>],
) -> TokenStream {
    let name = ident(name);
    let (gone, documented): (Vec<_>, Vec<_>) = variants
        .iter()
        .partition(|variant| variant.removed.is_some());
    let line = |variant: &VariantModel<'_>| {
        let doc = docs::outer(&docs::named(variant.value, variant.doc));
        let removed = removed(variant.removed);
        let (ident, value) = (ident(&variant.ident), variant.value);
        quote!(#doc #removed #ident = #value,)
    };
    let documented = documented.into_iter().map(line);
    let gone = (!gone.is_empty()).then(|| {
        let gone = gone.into_iter().map(line);
        quote!(removed { #(#gone)* })
    });
    quote! {
        cloudwright_core::open_enum! {
            #attributes
            pub enum #name {
                #(#documented)*
            }
            #gone
        }
    }
}
