//! Operation tables: the facts of an action as the runtime reads them.

use cloudwright_spec::model::{
    Deprecation, ErrorCode, Location, Pagination, Required, RuleKind, value_text,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, ident, number};
use super::meta::Meta;
use super::time;
use super::waits::table_name;
use crate::model::{ActionModel, MemberModel, RustType, TypeKind, TypeModel};

/// `pub static OPERATION`.
pub(crate) fn operation(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> TokenStream {
    let spec = &action.loaded.action;
    let service = file.service.loaded;
    let operation = file.meta("Operation");
    let table = file.own("SERVICE");
    let mut meta = Meta::default();
    let access = ident(spec.access.as_str());
    let name = &spec.action;
    let (method, path) = (service.method(spec), service.path(spec));
    let http = ((method, path) != ("POST", "/")).then(|| quote!(.http(#method, #path)));
    let summary = &spec.summary;
    let title = &spec.source.title;
    let mut table = quote! {
        #operation::#access(&#table, #name) #http
            .summary(#summary)
            .page(#title)
    };
    for (setter, text) in [("url", &spec.source.url), ("updated", &spec.source.updated)] {
        if let Some(text) = text {
            let setter = ident(setter);
            table.extend(quote!(.#setter(#text)));
        }
    }
    if let Some(rate) = spec.rate_limit {
        let (requests, seconds) = (number(rate.requests), number(rate.seconds));
        table.extend(quote!(.rate_limit(#requests, #seconds)));
    }
    for (setter, names) in [
        ("regions", &spec.regions),
        ("permissions", &spec.permissions),
    ] {
        if !names.is_empty() {
            let setter = ident(setter);
            table.extend(quote!(.#setter(&[#(#names),*])));
        }
    }
    if let Some(deprecation) = &spec.deprecated {
        let deprecation = deprecated(&mut meta, deprecation);
        table.extend(quote!(.deprecated(#deprecation)));
    }
    let sent = || {
        let parameters = action.parameters.iter();
        parameters.filter(|member| member.spec.removed.is_none())
    };
    if sent().next().is_some() {
        let parameters: Vec<_> = sent()
            .map(|member| {
                let place = service.location(spec, member.spec);
                parameter(file, &mut meta, member, place)
            })
            .collect();
        table.extend(quote!(.parameters(&[#(#parameters),*])));
    }
    if !spec.rules.is_empty() {
        let rules: Vec<_> = spec.rules.iter().filter(|rule| rule.enforced).collect();
        let rules: Vec<_> = rules
            .iter()
            .map(|held| rule(&mut meta, &held.kind))
            .collect();
        if !rules.is_empty() {
            table.extend(quote!(.rules(&[#(#rules),*])));
        }
    }
    if let Some((pagination, items)) = spec.pagination.as_ref().zip(spec.rows_path()) {
        let paging = paging(&mut meta, pagination, items);
        table.extend(quote!(.paging(#paging)));
        let spellings = service.page_spellings(spec).into_iter();
        let spellings: Vec<_> = spellings
            .map(|(path, other)| quote!((#path, #other)))
            .collect();
        if !spellings.is_empty() {
            table.extend(quote!(.page_spellings(&[#(#spellings),*])));
        }
    }
    if !spec.wait.is_empty() {
        let waits = spec.wait.iter().map(|wait| ident(&table_name(wait)));
        table.extend(quote!(.waits(&[#(&#waits),*])));
    }
    let sensitive = service.sensitive(spec, &spec.response);
    if !sensitive.is_empty() {
        let names = sensitive.iter();
        table.extend(quote!(.sensitive_in_answer(&[#(#names),*])));
    }
    if spec.errors.iter().any(|error| error.removed.is_none()) {
        let errors = errors(&mut meta, &spec.errors);
        table.extend(quote!(.errors(&[#errors])));
    }
    let table = meta.block(&table);
    let doc = format!(
        " What the runtime knows of {}.",
        crate::doc::code(&spec.action)
    );
    let doc = &doc;
    quote! {
        #[doc = #doc]
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
    if !model.direction.tabled {
        return None;
    }
    let mut meta = Meta::default();
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
    meta: &mut Meta,
    member: &MemberModel<'_>,
    place: Location,
) -> TokenStream {
    let spec = member.spec;
    let name = &spec.name;
    let kind = kind(file, meta, &member.rust);
    let parameter = meta.name("Parameter");
    let place_type = meta.name("Place");
    let place = ident(place.variant());
    let mut table = quote!(#parameter::new(#name, #kind, #place_type::#place));
    if let Some(rename) = &spec.rename {
        table.extend(quote!(.rename(#rename)));
    }
    if spec.required == Required::Yes {
        table.extend(quote!(.required()));
    }
    for (setter, value) in [("default", &spec.default), ("example", &spec.example)] {
        if let Some(value) = value {
            let text = value_text(value);
            let (setter, text) = (ident(setter), &text);
            table.extend(quote!(.#setter(#text)));
        }
    }
    for (setter, bound) in [("min", spec.min), ("max", spec.max)] {
        if let Some(bound) = bound {
            let (setter, bound) = (ident(setter), signed(bound));
            table.extend(quote!(.#setter(#bound)));
        }
    }
    for (setter, length) in [
        ("min_length", spec.min_length),
        ("max_length", spec.max_length),
    ] {
        if let Some(length) = length {
            let (setter, length) = (ident(setter), number(length));
            table.extend(quote!(.#setter(#length)));
        }
    }
    let values = documented_values(file, member);
    if !values.is_empty() {
        table.extend(quote!(.values(&[#(#values),*])));
    }
    for (setter, holds) in [
        ("int32", spec.type_ref.is_int32()),
        ("sensitive", spec.sensitive),
        ("deprecated", spec.deprecated.is_some()),
        ("implicit", spec.implicit),
        ("idempotency_token", spec.idempotency_token),
    ] {
        if holds {
            let setter = ident(setter);
            table.extend(quote!(.#setter()));
        }
    }
    if let Some(how) = spec.serialize {
        let serialize = meta.name("Serialize");
        let how = ident(how.variant());
        table.extend(quote!(.serialize(#serialize::#how)));
    }
    if let Some(format) = time::of(spec) {
        let time_format = meta.name("TimeFormat");
        table.extend(quote!(.time(#time_format::#format)));
    }
    if let Some(doc) = &spec.doc {
        table.extend(quote!(.doc(#doc)));
    }
    table
}

/// The member's own values, or those of the enum it holds.
fn documented_values<'s>(file: &File<'_, 's>, member: &MemberModel<'s>) -> Vec<&'s str> {
    if !member.spec.values.is_empty() {
        return member
            .spec
            .values
            .iter()
            .filter(|value| value.removed.is_none())
            .map(|value| value.value.as_str())
            .collect();
    }
    let RustType::Enum(id) = member.rust.leaf() else {
        return Vec::new();
    };
    match &file.type_of(*id).kind {
        TypeKind::Enum(variants) => variants
            .iter()
            .filter(|variant| variant.spec.removed.is_none())
            .map(|variant| variant.spec.value.as_str())
            .collect(),
        TypeKind::Struct(_) => Vec::new(),
    }
}

fn kind(file: &mut File<'_, '_>, meta: &mut Meta, rust: &RustType) -> TokenStream {
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

fn rule(meta: &mut Meta, kind: &RuleKind) -> TokenStream {
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

fn paging(meta: &mut Meta, pagination: &Pagination, items: &str) -> TokenStream {
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

fn errors(meta: &mut Meta, errors: &[ErrorCode]) -> TokenStream {
    let info = meta.name("ErrorCodeInfo");
    let class_type = meta.name("ErrorClass");
    let documented = errors.iter().filter(|error| error.removed.is_none());
    let entries = documented.map(|error| {
        let code = &error.code;
        let doc = error.doc.as_deref().map(|doc| quote!(.doc(#doc)));
        let class = ident(error.class.variant());
        let status = error.status.map(|status| {
            let status = number(status);
            quote!(.status(#status))
        });
        quote!(#info::new(#code, #class_type::#class) #doc #status)
    });
    quote!(#(#entries),*)
}

/// A table of error codes for the service, with what it needs imported.
pub(crate) fn service_errors(list: &[ErrorCode]) -> TokenStream {
    let mut meta = Meta::default();
    let entries = errors(&mut meta, list);
    meta.block(&quote!(&[#entries]))
}

fn deprecated(meta: &mut Meta, deprecation: &Deprecation) -> TokenStream {
    let name = meta.name("Deprecation");
    deprecation_table(&quote!(#name), deprecation)
}

/// A deprecation as the tables hold it.
pub(crate) fn deprecation_table(name: &TokenStream, deprecation: &Deprecation) -> TokenStream {
    let doc = &deprecation.doc;
    let replacement = deprecation.replacement.as_ref().map(|replacement| {
        let (service, action) = (&replacement.service, option(replacement.action.as_deref()));
        quote!(.replacement(#service, #action))
    });
    quote!(#name::new(#doc) #replacement)
}

/// `Some("…")` or `None`.
pub(crate) fn option(text: Option<&str>) -> TokenStream {
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
