//! Setters: of a call, which gives what it is told to the runtime, and of a structure, which keeps it.

use proc_macro2::TokenStream;
use quote::quote;

use super::deprecation::deprecated;
use super::docs;
use super::file::{File, ident};
use super::time;
use crate::model::{MemberModel, RustType, TypeModel, Usage};

/// A setter of a call. That of what is no longer documented takes its argument and sends nothing.
pub(crate) fn of_call(file: &mut File<'_, '_>, member: &MemberModel<'_>) -> TokenStream {
    let doc = docs::member(member, Usage::REQUEST);
    if member.spec.removed.is_some() {
        return setter(file, member, &doc, &quote!(self, _), &quote!(self));
    }
    let wire = &member.spec.name;
    let set = file.import("crate::set");
    let value = value(file, member);
    if member.rust.is_collection() {
        let kind = file.plain(&member.rust);
        let body = quote! {
            let values: #kind = #value;
            #set(self, #wire, values)
        };
        setter(file, member, &doc, &quote!(self, values), &body)
    } else {
        let body = quote!(#set(self, #wire, #value));
        setter(file, member, &doc, &quote!(self, value), &body)
    }
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
        let value = value(file, member);
        if member.rust.is_collection() {
            let body = quote!(self.#field = #value; self);
            return setter(file, member, &doc, &quote!(mut self, values), &body);
        }
        let value = if member.boxed {
            quote!(Box::new(#value))
        } else {
            value
        };
        let body = quote!(self.#field = Some(#value); self);
        setter(file, member, &doc, &quote!(mut self, value), &body)
    });
    // A setter of that name goes before the trait's function.
    let default = if members.iter().any(|member| member.ident == "default") {
        quote!(<Self as Default>::default())
    } else {
        quote!(Self::default())
    };
    quote! {
        impl #name {
            /// Starts without any field.
            pub fn new() -> Self {
                #default
            }
            #(#setters)*
        }
    }
}

/// A setter; `given` is its receiver and the name of its argument.
fn setter(
    file: &mut File<'_, '_>,
    member: &MemberModel<'_>,
    doc: &[String],
    given: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let name = ident(&member.ident);
    let doc = docs::outer(doc);
    let deprecated = deprecated(member);
    let argument = argument(file, &member.rust);
    quote! {
        #doc
        #deprecated
        pub fn #name(#given: #argument) -> Self {
            #body
        }
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
    // Its own name would be imported for nothing.
    if let RustType::DateTime { .. } = rust {
        let time = file.import("cloudwright_core::IntoDateTime");
        return quote!(impl #time);
    }
    let plain = file.plain(rust);
    if converts(rust) {
        quote!(impl Into<#plain>)
    } else {
        plain
    }
}

fn converts(rust: &RustType) -> bool {
    matches!(
        rust,
        RustType::String | RustType::Any | RustType::DateTime { .. } | RustType::Enum(_)
    )
}

/// The argument of a setter, as the member's own type.
fn value(file: &mut File<'_, '_>, member: &MemberModel<'_>) -> TokenStream {
    match &member.rust {
        RustType::Map(inner) => {
            let value = single(file, member, inner);
            quote!(values.into_iter().map(|(key, value)| (key.into(), #value)).collect())
        }
        RustType::List(inner) if matches!(**inner, RustType::DateTime { .. }) => {
            let value = single(file, member, inner);
            quote!(values.into_iter().map(|value| #value).collect())
        }
        RustType::List(inner) if converts(inner) => {
            quote!(values.into_iter().map(Into::into).collect())
        }
        RustType::List(_) => quote!(values.into_iter().collect()),
        rust => single(file, member, rust),
    }
}

/// `value`, converted where it is given as something else.
fn single(file: &mut File<'_, '_>, member: &MemberModel<'_>, rust: &RustType) -> TokenStream {
    match rust {
        RustType::DateTime { .. } => {
            let format = time::path(file, member.spec);
            quote!(value.into_date_time(#format))
        }
        rust if converts(rust) => quote!(value.into()),
        _ => quote!(value),
    }
}
