//! Operation tables: the facts of an action as the runtime reads them.

use cloudwright_spec::model::{
    Deprecation, ErrorCode, Location, Pagination, Required, RuleKind, value_text,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::{File, ident, number};
use super::meta::{MetaImports, TableCode};
use super::time;
use super::waits::table_name;
use crate::doc::code;
use crate::model::{ActionModel, MemberModel, RustType, TypeKind, TypeModel};

/// `pub static OPERATION`.
pub(crate) fn operation(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> TokenStream {
    let spec = &action.loaded.action;
    let service = file.module.service.loaded;
    let operation = file.import("cloudwright_core::meta::Operation");
    let service_table = file.import("crate::SERVICE");
    let mut meta = MetaImports::default();
    let (access, name) = (ident(spec.access.as_str()), &spec.action);
    let (method, path) = (service.method(spec), service.path(spec));
    let http = ((method, path) != ("POST", "/")).then(|| quote!(#method, #path));
    let rate_limit = spec.rate_limit.map(|rate| {
        let (requests, seconds) = (number(rate.requests), number(rate.seconds));
        quote!(#requests, #seconds)
    });
    let deprecation = spec.deprecated.as_ref().map(|deprecation| {
        let name = meta.name("Deprecation");
        deprecation_table(&quote!(#name), deprecation)
    });
    let sent = action.parameters.iter();
    let sent = sent.filter(|member| member.spec.removed.is_none());
    let parameters: Vec<_> = sent
        .map(|member| {
            let place = service.location(spec, member.spec);
            parameter(file, &mut meta, member, place)
        })
        .collect();
    let rules = spec.rules.iter().filter(|rule| rule.enforced);
    let rules: Vec<_> = rules.map(|held| rule(&mut meta, &held.kind)).collect();
    let paging = spec.pagination.as_ref().zip(spec.rows_path());
    let paging = paging.map(|(pagination, items)| paging_table(&mut meta, pagination, items));
    let spellings = service.page_spellings(spec).into_iter();
    let waits = spec.wait.iter().map(|wait| {
        let wait = ident(&table_name(wait));
        quote!(&#wait)
    });
    let table = TableCode::new(quote!(#operation::#access(&#service_table, #name)))
        .set_some("http", http)
        .set("summary", &spec.summary)
        .set("page", &spec.source.title)
        .set_some("url", spec.source.url.as_ref())
        .set_some("updated", spec.source.updated.as_ref())
        .set_some("rate_limit", rate_limit)
        .set_list("regions", &spec.regions)
        .set_list("permissions", &spec.permissions)
        .set_some("deprecated", deprecation)
        .set_list("parameters", parameters)
        .set_list("rules", rules)
        .set_some("paging", paging)
        .set_list(
            "page_spellings",
            spellings.map(|(path, other)| quote!((#path, #other))),
        )
        .set_list("waits", waits)
        .set_list(
            "sensitive_in_answer",
            service.sensitive(spec, &spec.response),
        )
        .set_list("errors", errors(&mut meta, &spec.errors));
    let table = meta.block(&table);
    let doc = docs::outer(&[format!("What the runtime knows of {}.", code(name))]);
    quote! {
        #doc
        pub static OPERATION: #operation = #table;
    }
}

/// The table of a structure that requests send.
pub(crate) fn shape(
    file: &mut File<'_, '_>,
    model: &TypeModel<'_>,
    visibility: &TokenStream,
) -> Option<TokenStream> {
    let TypeKind::Struct(members) = &model.kind else {
        return None;
    };
    if !model.usage.tabled {
        return None;
    }
    let mut meta = MetaImports::default();
    let shape_type = meta.name("Shape");
    let fields: Vec<_> = members
        .iter()
        .filter(|member| member.spec.removed.is_none())
        .map(|member| parameter(file, &mut meta, member, Location::Body))
        .collect();
    let (name, wire) = (ident(&model.shape), &model.wire);
    let table = meta.block(&quote!(#shape_type::new(#wire, &[#(#fields),*])));
    Some(quote! {
        #visibility static #name: cloudwright_core::meta::Shape = #table;
    })
}

fn parameter(
    file: &mut File<'_, '_>,
    meta: &mut MetaImports,
    member: &MemberModel<'_>,
    place: Location,
) -> TableCode {
    let spec = member.spec;
    let name = &spec.name;
    let kind = kind(file, meta, &member.rust);
    let parameter = meta.name("Parameter");
    let place_type = meta.name("Place");
    let place = ident(place.variant());
    let text = |value: &Option<_>| value.as_ref().map(value_text);
    let serialize = spec.serialize.map(|how| {
        let (serialize, how) = (meta.name("Serialize"), ident(how.variant()));
        quote!(#serialize::#how)
    });
    let time = time::of(spec).map(|format| {
        let time_format = meta.name("TimeFormat");
        quote!(#time_format::#format)
    });
    TableCode::new(quote!(#parameter::new(#name, #kind, #place_type::#place)))
        .set_some("rename", spec.rename.as_ref())
        .set_flag("required", spec.required == Required::Yes)
        .set_some("default", text(&spec.default))
        .set_some("example", text(&spec.example))
        .set_some("min", spec.min.map(signed))
        .set_some("max", spec.max.map(signed))
        .set_some("min_length", spec.min_length.map(number))
        .set_some("max_length", spec.max_length.map(number))
        .set_list("values", documented_values(file, member))
        .set_flag("int32", spec.type_ref.is_int32())
        .set_flag("sensitive", spec.sensitive)
        .set_flag("deprecated", spec.deprecated.is_some())
        .set_flag("implicit", spec.implicit)
        .set_flag("idempotency_token", spec.idempotency_token)
        .set_some("serialize", serialize)
        .set_some("time", time)
        .set_some("doc", spec.doc.as_ref())
}

/// The member's own values, or those of the enum it holds.
fn documented_values<'s>(file: &File<'_, 's>, member: &MemberModel<'s>) -> Vec<&'s str> {
    let own = &member.spec.values;
    if !own.is_empty() {
        let there = own.iter().filter(|value| value.removed.is_none());
        return there.map(|value| value.value.as_str()).collect();
    }
    let RustType::Enum(id) = member.rust.leaf() else {
        return Vec::new();
    };
    let TypeKind::Enum(variants) = &file.module.type_of(*id).kind else {
        return Vec::new();
    };
    let there = variants.iter().filter(|value| value.removed.is_none());
    there.map(|variant| variant.value).collect()
}

fn kind(file: &mut File<'_, '_>, meta: &mut MetaImports, rust: &RustType) -> TokenStream {
    let kind_type = meta.name("Kind");
    let simple = match rust {
        RustType::String | RustType::Enum(_) | RustType::DateTime { number: false } => "String",
        RustType::Integer | RustType::DateTime { number: true } => "Integer",
        RustType::Unsigned => "Unsigned",
        RustType::Number => "Number",
        RustType::Boolean => "Boolean",
        RustType::Any => "Any",
        RustType::Struct(id) => {
            let shape = file.shape(*id);
            return quote!(#kind_type::Object(&#shape));
        }
        RustType::List(inner) => {
            let inner = kind(file, meta, inner);
            return quote!(#kind_type::List(&#inner));
        }
        RustType::Map(inner) => {
            let inner = kind(file, meta, inner);
            return quote!(#kind_type::Map(&#inner));
        }
    };
    let simple = ident(simple);
    quote!(#kind_type::#simple)
}

fn rule(meta: &mut MetaImports, kind: &RuleKind) -> TokenStream {
    let rule = meta.name("Rule");
    let (variant, members) = match kind {
        RuleKind::MultipleOf { member, of } => return quote!(#rule::MultipleOf(#member, #of)),
        RuleKind::Together { members } => ("Together", members),
        RuleKind::OneOf { members } => ("OneOf", members),
        RuleKind::AtMostOne { members } => ("AtMostOne", members),
        RuleKind::AtLeastOne { members } => ("AtLeastOne", members),
    };
    let variant = ident(variant);
    quote!(#rule::#variant(&[#(#members),*]))
}

fn paging_table(meta: &mut MetaImports, pagination: &Pagination, items: &str) -> TokenStream {
    let paging = meta.name("Paging");
    match pagination {
        Pagination::Offset {
            offset,
            limit,
            total,
            ..
        } => {
            let (limit, total) = (option(limit.as_deref()), option(total.as_deref()));
            quote!(#paging::Offset { offset: #offset, limit: #limit, items: #items, total: #total })
        }
        Pagination::Page {
            page, size, total, ..
        } => {
            let (size, total) = (option(size.as_deref()), option(total.as_deref()));
            quote!(#paging::Page { page: #page, size: #size, items: #items, total: #total })
        }
        Pagination::Token {
            token, next, limit, ..
        } => {
            let limit = option(limit.as_deref());
            quote!(#paging::Token { token: #token, next: #next, limit: #limit, items: #items })
        }
    }
}

fn errors(meta: &mut MetaImports, errors: &[ErrorCode]) -> Vec<TableCode> {
    let documented = errors.iter().filter(|error| error.removed.is_none());
    let entries = documented.map(|error| {
        let (info, class_type) = (meta.name("ErrorCodeInfo"), meta.name("ErrorClass"));
        let (code, class) = (&error.code, ident(error.class.variant()));
        TableCode::new(quote!(#info::new(#code, #class_type::#class)))
            .set_some("doc", error.doc.as_ref())
            .set_some("status", error.status.map(number))
    });
    entries.collect()
}

/// A table of error codes for the service, with what it needs imported.
pub(crate) fn service_errors(list: &[ErrorCode]) -> TokenStream {
    let mut meta = MetaImports::default();
    let entries = errors(&mut meta, list);
    meta.block(&quote!(&[#(#entries),*]))
}

/// A deprecation as the tables hold it.
pub(crate) fn deprecation_table(name: &TokenStream, deprecation: &Deprecation) -> TableCode {
    let doc = &deprecation.doc;
    let replacement = deprecation.replacement.as_ref().map(|replacement| {
        let (service, action) = (&replacement.service, option(replacement.action.as_deref()));
        quote!(#service, #action)
    });
    TableCode::new(quote!(#name::new(#doc))).set_some("replacement", replacement)
}

/// `Some("…")` or `None`.
fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

fn signed(value: i64) -> TokenStream {
    let digits = number(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}
