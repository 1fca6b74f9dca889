//! Setters: of a call, which gives what it is told to the runtime, and of a structure, which keeps it.

use proc_macro2::TokenStream;
use quote::quote;

use super::deprecation::deprecated;
use super::docs::{self, Side};
use super::file::{File, ident};
use super::time;
use crate::model::{MemberModel, RustType, TypeModel};

/// A setter of a call.
pub(crate) fn of_call(file: &mut File<'_, '_>, member: &MemberModel<'_>) -> TokenStream {
    let doc = docs::member(member, Side::Request);
    if member.spec.removed.is_some() {
        return stub(file, member, &doc);
    }
    let wire = &member.spec.name;
    let set = file.own("set");
    let given = given(&member.rust);
    let body = match &member.rust {
        RustType::List(_) | RustType::Map(_) => {
            let kind = file.plain(&member.rust);
            let collected = collected(file, member, &member.rust);
            quote! {
                let values: #kind = #collected;
                #set(self, #wire, values)
            }
        }
        rust if converts(rust) => {
            let value = converted(file, member, rust);
            quote!(#set(self, #wire, #value))
        }
        _ => quote!(#set(self, #wire, #given)),
    };
    setter(file, member, &doc, &quote!(self), &body)
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
        let value = kept(file, member);
        setter(
            file,
            member,
            &doc,
            &quote!(mut self),
            &quote!(self.#field = #value; self),
        )
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

fn setter(
    file: &mut File<'_, '_>,
    member: &MemberModel<'_>,
    doc: &[String],
    receiver: &TokenStream,
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
        pub fn #name(#receiver, #given: #argument) -> Self {
            #body
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
    // Its own name would be imported for nothing.
    if let RustType::DateTime { .. } = rust {
        let time = file.core("IntoDateTime");
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

/// `value`, converted to what it is given as.
fn converted(file: &mut File<'_, '_>, member: &MemberModel<'_>, rust: &RustType) -> TokenStream {
    if let RustType::DateTime { .. } = rust {
        let format = time::path(file, member.spec);
        return quote!(value.into_date_time(#format));
    }
    quote!(value.into())
}

/// An argument as a structure keeps it.
fn kept(file: &mut File<'_, '_>, member: &MemberModel<'_>) -> TokenStream {
    let given = given(&member.rust);
    match &member.rust {
        rust @ (RustType::List(_) | RustType::Map(_)) => collected(file, member, rust),
        other if converts(other) => {
            let value = converted(file, member, other);
            quote!(Some(#value))
        }
        _ if member.boxed => quote!(Some(Box::new(#given))),
        _ => quote!(Some(#given)),
    }
}

/// The values of a list or map, of their own types.
fn collected(file: &mut File<'_, '_>, member: &MemberModel<'_>, rust: &RustType) -> TokenStream {
    match rust {
        RustType::Map(inner) => {
            let value = if converts(inner) {
                converted(file, member, inner)
            } else {
                quote!(value)
            };
            quote!(values.into_iter().map(|(key, value)| (key.into(), #value)).collect())
        }
        RustType::List(inner) if matches!(**inner, RustType::DateTime { .. }) => {
            let value = converted(file, member, inner);
            quote!(values.into_iter().map(|value| #value).collect())
        }
        RustType::List(inner) if converts(inner) => {
            quote!(values.into_iter().map(Into::into).collect())
        }
        _ => quote!(values.into_iter().collect()),
    }
}
