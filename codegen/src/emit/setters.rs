//! Setters: of a call, which gives what it is told to the runtime, and of a structure, which keeps it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Side};
use super::file::{File, ident};
use super::structs::{deprecated, method};
use crate::model::{MemberModel, RustType, TypeModel};

/// A setter of a call.
pub(crate) fn of_call(file: &mut File<'_, '_>, member: &MemberModel<'_>) -> TokenStream {
    let doc = docs::member(member, Side::Request);
    let method = ident(method(&member.rust));
    let wire = &member.spec.name;
    // What an argument converts to is told where it could be several things.
    let target = match &member.rust {
        RustType::Enum(_) => Some(file.plain(&member.rust)),
        RustType::List(inner) | RustType::Map(inner) => Some(file.plain(inner)),
        _ => None,
    };
    let target = target.map(|target| quote!(::<#target>));
    let given = given(&member.rust);
    let body = quote!(self.call.#method #target(#wire, #given););
    if member.spec.removed.is_some() {
        return stub(file, member, &doc);
    }
    setter(file, member, &doc, &body)
}

/// The constructor of a structure, and its setters.
pub(crate) fn of_structure(
    file: &mut File<'_, '_>,
    model: &TypeModel<'_>,
    members: &[MemberModel<'_>],
) -> TokenStream {
    let name = ident(&model.name);
    let setters = members.iter().map(|member| {
        let doc = [format!("Sets {}.", crate::doc::code(&member.spec.name))];
        let field = ident(&member.ident);
        let value = kept(member);
        setter(file, member, &doc, &quote!(self.#field = #value;))
    });
    quote! {
        impl #name {
            /// Starts without any field.
            pub fn new() -> Self {
                <Self as Default>::default()
            }
            #(#setters)*
        }
    }
}

fn setter(
    file: &mut File<'_, '_>,
    member: &MemberModel<'_>,
    doc: &[String],
    body: &TokenStream,
) -> TokenStream {
    let name = ident(&member.ident);
    let doc = docs::outer(doc);
    let deprecated = deprecated(member);
    let argument = argument(file, &member.rust);
    let given = given(&member.rust);
    quote! {
        #doc
        #deprecated
        pub fn #name(mut self, #given: #argument) -> Self {
            #body
            self
        }
    }
}

/// A setter of what is no longer documented: it takes its argument and sends nothing.
fn stub(file: &mut File<'_, '_>, member: &MemberModel<'_>, doc: &[String]) -> TokenStream {
    let name = ident(&member.ident);
    let doc = docs::outer(doc);
    let deprecated = deprecated(member);
    let argument = argument(file, &member.rust);
    quote! {
        #doc
        #deprecated
        pub fn #name(self, _: #argument) -> Self {
            self
        }
    }
}

/// The name of a setter's argument.
fn given(rust: &RustType) -> TokenStream {
    if matches!(rust, RustType::List(_) | RustType::Map(_)) {
        quote!(values)
    } else {
        quote!(value)
    }
}

fn argument(file: &mut File<'_, '_>, rust: &RustType) -> TokenStream {
    match rust {
        RustType::List(inner) => {
            let item = item(file, inner);
            quote!(impl IntoIterator<Item = #item>)
        }
        RustType::Map(inner) => {
            let item = item(file, inner);
            quote!(impl IntoIterator<Item = (impl Into<String>, #item)>)
        }
        other => item(file, other),
    }
}

/// An argument that is one value: texts, enums and JSON convert.
fn item(file: &mut File<'_, '_>, rust: &RustType) -> TokenStream {
    let plain = file.plain(rust);
    if converts(rust) {
        quote!(impl Into<#plain>)
    } else {
        plain
    }
}

fn converts(rust: &RustType) -> bool {
    matches!(rust, RustType::String | RustType::Any | RustType::Enum(_))
}

/// An argument as a structure keeps it.
fn kept(member: &MemberModel<'_>) -> TokenStream {
    let given = given(&member.rust);
    match &member.rust {
        RustType::List(inner) if converts(inner) => {
            quote!(#given.into_iter().map(Into::into).collect())
        }
        RustType::List(_) => quote!(#given.into_iter().collect()),
        RustType::Map(inner) => {
            let value = if converts(inner) {
                quote!(value.into())
            } else {
                quote!(value)
            };
            quote!(#given.into_iter().map(|(key, value)| (key.into(), #value)).collect())
        }
        other if converts(other) => quote!(Some(#given.into())),
        _ if member.boxed => quote!(Some(Box::new(#given))),
        _ => quote!(Some(#given)),
    }
}
