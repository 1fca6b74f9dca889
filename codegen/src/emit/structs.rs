//! Structures and open enums: their fields, setters and codec.

use cloudwright_spec::model::{Location, Removal, Serialize};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Side};
use super::file::{File, ident};
use super::setters;
use crate::doc::{inline, lines};
use crate::model::{MemberModel, RustType, TypeKind, TypeModel, VariantModel};

/// A type with everything that its direction needs.
pub(crate) fn type_items(file: &mut File<'_, '_>, model: &TypeModel<'_>) -> TokenStream {
    match &model.kind {
        TypeKind::Struct(members) => {
            let definition = definition(file, model, members);
            let request = model.direction.request.then(|| {
                let setters = setters::of_structure(file, model, members);
                let encode = impl_encode(file, &model.name, members);
                quote!(#setters #encode)
            });
            let response = model
                .direction
                .response
                .then(|| impl_decode(file, &model.name, members));
            quote!(#definition #request #response)
        }
        TypeKind::Enum(variants) => enum_of(model, variants),
    }
}

fn definition(
    file: &mut File<'_, '_>,
    model: &TypeModel<'_>,
    members: &[MemberModel<'_>],
) -> TokenStream {
    let mut text = model.doc.map(lines).unwrap_or_default();
    if text.is_empty() {
        text.push(docs::named(&model.wire, None).concat());
    } else if model.wire != model.name {
        text.push(String::new());
        text.push(format!(
            "In the documentation: {}.",
            crate::doc::code(&model.wire)
        ));
    }
    let side = if model.direction.request {
        Side::Request
    } else {
        Side::Response
    };
    let doc = docs::outer(&text);
    let removed = removed(model.removed);
    let must_use = model.direction.request.then(|| quote!(#[must_use]));
    structure(
        file,
        &model.name,
        members,
        side,
        &quote!(#doc #removed #must_use),
    )
}

/// A `struct` with public fields.
pub(crate) fn structure(
    file: &mut File<'_, '_>,
    name: &str,
    members: &[MemberModel<'_>],
    side: Side,
    attributes: &TokenStream,
) -> TokenStream {
    let ident = ident(name);
    let fields = fields(file, members, side);
    let secret = members.iter().any(|member| member.spec.sensitive);
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

fn fields(file: &mut File<'_, '_>, members: &[MemberModel<'_>], side: Side) -> TokenStream {
    let fields = members.iter().map(|member| {
        let name = ident(&member.ident);
        let kind = file.field(member);
        let doc = docs::outer(&docs::member(member, side));
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
        if member.spec.sensitive {
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

pub(crate) fn deprecated(member: &MemberModel<'_>) -> Option<TokenStream> {
    removed(member.spec.removed.as_ref()).or_else(|| {
        let note = member.spec.deprecated.as_deref()?;
        Some(deprecated_note(note))
    })
}

/// The attribute of a stub of what is no longer documented.
pub(crate) fn removed(removal: Option<&Removal>) -> Option<TokenStream> {
    let removal = removal?;
    let note = inline(removal.doc.as_deref().unwrap_or("No longer documented."));
    let since = &removal.since;
    Some(quote!(#[deprecated(since = #since, note = #note)]))
}

/// The attribute, with a note that rustdoc renders as Markdown.
pub(crate) fn deprecated_note(note: &str) -> TokenStream {
    let note = inline(note);
    quote!(#[deprecated(note = #note)])
}

/// `impl Encode`: one line a member.
fn impl_encode(file: &mut File<'_, '_>, name: &str, members: &[MemberModel<'_>]) -> TokenStream {
    let (encode, writer) = (file.codec("Encode"), file.codec("Writer"));
    let target = ident(name);
    let sent: Vec<_> = members
        .iter()
        .filter(|member| member.spec.removed.is_none())
        .collect();
    let to = ident(if sent.is_empty() { "_to" } else { "to" });
    let lines = sent.into_iter().map(|member| {
        let (name, field) = (&member.spec.name, ident(&member.ident));
        quote!(to.field(#name, &self.#field);)
    });
    quote! {
        impl #encode for #target {
            fn encode(&self, #to: &mut #writer<'_>) {
                #(#lines)*
            }
        }
    }
}

/// `impl Decode`: one arm a member.
pub(crate) fn impl_decode(
    file: &mut File<'_, '_>,
    name: &str,
    members: &[MemberModel<'_>],
) -> TokenStream {
    let decode = file.codec("Decode");
    let slot = file.codec("Slot");
    let target = ident(name);
    let root = root(file, members);
    let headers = headers(members);
    let arms: Vec<TokenStream> = members
        .iter()
        .filter(|member| !is_root(member))
        .map(arm)
        .collect();
    if arms.is_empty() {
        return quote! {
            impl #decode for #target {
                fn slot(&mut self, _name: &str) -> Option<#slot<'_>> {
                    None
                }
                #root
                #headers
            }
        };
    }
    quote! {
        impl #decode for #target {
            fn slot(&mut self, name: &str) -> Option<#slot<'_>> {
                match name {
                    #(#arms)*
                    _ => None,
                }
            }
            #root
            #headers
        }
    }
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
    (!names.is_empty()).then(|| {
        quote! {
            fn headers(&self) -> &'static [&'static str] {
                &[#(#names),*]
            }
        }
    })
}

/// Says where the whole body goes, if it goes to one member.
fn root(file: &mut File<'_, '_>, members: &[MemberModel<'_>]) -> Option<TokenStream> {
    let whole = members.iter().find(|member| is_root(member))?;
    let root = file.codec("Root");
    let slot = slot(whole);
    let has_others = members
        .iter()
        .any(|member| matches!(member.spec.location, None | Some(Location::Body)));
    let variant = ident(if has_others { "MembersOr" } else { "Whole" });
    Some(quote! {
        fn root(&mut self) -> #root<'_> {
            #root::#variant(#slot)
        }
    })
}

/// The arm of a member, under its name and each other spelling of it.
fn arm(member: &MemberModel<'_>) -> TokenStream {
    let names = std::iter::once(&member.spec.name).chain(&member.spec.alias);
    let field = ident(&member.ident);
    let place = if member.spec.serialize.is_some() {
        let slot = slot(member);
        quote!(Some(#slot))
    } else {
        quote!(Slot::of(&mut self.#field))
    };
    quote!(#(#names)|* => #place,)
}

/// The place of a member where its kind is told.
fn slot(member: &MemberModel<'_>) -> TokenStream {
    let field = ident(&member.ident);
    let packed = member.spec.serialize.map(|how| match how {
        Serialize::Json => "JsonText",
        Serialize::Comma => "CommaText",
    });
    let kind = ident(packed.unwrap_or(match &member.rust {
        RustType::String => "String",
        RustType::Integer => "Integer",
        RustType::Unsigned => "Unsigned",
        RustType::Number => "Number",
        RustType::Boolean => "Boolean",
        RustType::Any => "Any",
        RustType::Enum(_) => "Enum",
        RustType::Struct(_) => "Object",
        RustType::List(_) => "List",
        RustType::Map(_) => "Map",
    }));
    quote!(Slot::#kind(&mut self.#field))
}

/// A value of an open enum.
pub(crate) struct Value<'v> {
    pub ident: &'v str,
    /// The text on the wire.
    pub text: &'v str,
    pub doc: Option<&'v str>,
    pub removed: Option<&'v Removal>,
}

fn enum_of(model: &TypeModel<'_>, variants: &[VariantModel<'_>]) -> TokenStream {
    let mut text = model.doc.map(lines).unwrap_or_default();
    if text.is_empty() {
        text.push(docs::named(&model.wire, None).concat());
    }
    let doc = docs::outer(&text);
    let removed = removed(model.removed);
    let values = variants.iter().map(|variant| Value {
        ident: &variant.ident,
        text: &variant.spec.value,
        doc: variant.spec.doc.as_deref(),
        removed: variant.spec.removed.as_ref(),
    });
    open_enum(&quote!(#doc #removed), &model.name, values)
}

/// An open enum: each value once.
pub(crate) fn open_enum<'v>(
    attributes: &TokenStream,
    name: &str,
    values: impl Iterator<Item = Value<'v>>,
) -> TokenStream {
    let name = ident(name);
    let (gone, documented): (Vec<_>, Vec<_>) = values.partition(|value| value.removed.is_some());
    let line = |value: &Value<'_>| {
        let doc = docs::outer(&docs::named(value.text, value.doc));
        let removed = removed(value.removed);
        let (ident, text) = (ident(value.ident), value.text);
        quote!(#doc #removed #ident = #text,)
    };
    let documented = documented.iter().map(line);
    let gone = (!gone.is_empty()).then(|| {
        let gone = gone.iter().map(line);
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
