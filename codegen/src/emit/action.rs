//! The module of an action: its table, its call, its answer, and its own types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::{File, ident};
use super::{setters, structs, table, waits};
use crate::doc::{after_colon, code, codes, inline, lines, link};
use crate::model::{ActionModel, MemberPath, Module, RustType, ServiceModel, TypeModel, Usage};

/// The whole file.
pub(crate) fn file(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> TokenStream {
    let mut file = File::new(Module {
        service,
        action: Some(action),
    });
    let table = table::operation(&mut file, action);
    let waits = waits::tables(service, action);
    let builder = builder(&mut file, action);
    let answer = answer(&mut file, action);
    let paged = paged(&mut file, action);
    let types = types(&mut file, &action.types, &quote!());
    let imports = file.imports();
    let spec = &action.loaded.action;
    let head = docs::inner(&docs::named(&spec.action, Some(&spec.summary)));
    quote!(#head #imports #table #waits #builder #answer #paged #types)
}

/// The types of a file, each with its table if calls send it.
pub(crate) fn types(
    file: &mut File<'_, '_>,
    types: &[TypeModel<'_>],
    visibility: &TokenStream,
) -> TokenStream {
    let types = types.iter().map(|model| {
        let items = structs::type_items(file, model);
        let shape = table::shape(file, model, visibility);
        quote!(#items #shape)
    });
    types.collect()
}

/// What rustdoc says of an action.
pub(crate) fn description(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> Vec<String> {
    let spec = &action.loaded.action;
    let mut text = lines(&spec.summary);
    if let Some(doc) = &spec.doc {
        text.push(String::new());
        text.extend(lines(doc));
    }
    let source = if spec.source.is_inventory() {
        "from the vendor's metadata".to_owned()
    } else {
        format!("page {}", code(&spec.source.title))
    };
    let mut facts = vec![format!(
        "{} of {}, {source}",
        code(&spec.action),
        inline(&service.loaded.service.title),
    )];
    facts.extend(spec.source.url.as_deref().map(link));
    let updated = spec.source.updated.as_ref();
    facts.extend(updated.map(|date| format!("as of {}", inline(date))));
    let explorer = service.loaded.explorer(spec);
    facts.extend(explorer.map(|address| format!("[API explorer]({address})")));
    text.push(String::new());
    text.push(format!("{}.", facts.join(", ")));
    if let Some(rate) = spec.rate_limit {
        text.push(format!("Documented rate: {}.", String::from(rate)));
    }
    for (what, names) in [
        ("Regions", &spec.regions),
        ("Permissions", &spec.permissions),
    ] {
        if !names.is_empty() {
            text.push(format!("{what}: {}.", codes(names, ", ")));
        }
    }
    for rule in &spec.rules {
        text.extend(rule.doc.as_deref().map(inline));
    }
    let documented = spec.errors.iter().filter(|error| error.removed.is_none());
    let mut errors = documented.map(|error| {
        let variant = service.error_variant(&error.code);
        let doc = error.doc.as_deref().map(inline);
        let doc = doc.map(|doc| format!(": {}", after_colon(&doc)));
        let code = code(&error.code);
        format!(
            "* [{code}](crate::ErrorCode::{variant}){}",
            doc.unwrap_or_default()
        )
    });
    if let Some(first) = errors.next() {
        text.extend([String::new(), "Errors of its own:".to_owned(), first]);
        text.extend(errors);
    }
    text
}

fn builder(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> TokenStream {
    let name = ident(&action.builder);
    let answer = ident(&action.answer);
    let asynchronous = file.import("cloudwright_core::Async");
    let request = file.import("crate::Request");
    let doc = docs::outer(&description(file.module.service, action));
    let mut methods: Vec<_> = action
        .parameters
        .iter()
        .map(|member| setters::of_call(file, member))
        .collect();
    methods.extend(waits::methods(action));
    let methods = (!methods.is_empty()).then(|| {
        let mode = file.import("cloudwright_core::Mode");
        quote! {
            impl<M: #mode> #name<M> {
                #(#methods)*
            }
        }
    });
    quote! {
        #doc
        pub type #name<M = #asynchronous> = #request<#answer, M>;
        #methods
    }
}

fn answer(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> TokenStream {
    let name = code(&action.loaded.action.action);
    let doc = docs::outer(&[format!("What {name} answers.")]);
    let (name, members) = (&action.answer, &action.response);
    let structure = structs::structure(file, name, members, Usage::RESPONSE, &doc);
    let codec = structs::codec(name, Usage::RESPONSE, members);
    quote!(#structure #codec)
}

fn paged(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> Option<TokenStream> {
    let paging = action.paging.as_ref()?;
    let answer = ident(&action.answer);
    let paged = file.import("cloudwright_core::Paged");
    let item = file.plain(&paging.item);
    let items = moved(&paging.items);
    let count = counted(&paging.items);
    let total = paging.total.as_ref().map(|total| {
        let value = borrowed(total);
        let total = match &total.rust {
            rust if is_text(rust) => quote!(#value.and_then(|text| text.parse().ok())),
            RustType::Unsigned => value,
            _ => quote!(#value.and_then(|count| u64::try_from(count).ok())),
        };
        quote! {
            fn total(page: &Self) -> Option<u64> {
                #total
            }
        }
    });
    let next = paging.next.as_ref().map(|next| {
        let value = borrowed(next);
        let next = if is_text(&next.rust) {
            quote!(#value.map(str::to_owned))
        } else {
            // What would ask for the first page once more is no next one.
            quote!(#value.filter(|token| *token != 0).map(|token| token.to_string()))
        };
        quote! {
            fn next(page: &Self) -> Option<String> {
                #next
            }
        }
    });
    Some(quote! {
        impl #paged for #answer {
            type Item = #item;
            fn items(page: Self) -> Vec<Self::Item> {
                #items
            }
            fn count(page: &Self) -> usize {
                #count
            }
            #total
            #next
        }
    })
}

/// Whether a value of it is a text that can be borrowed.
fn is_text(rust: &RustType) -> bool {
    matches!(rust, RustType::String | RustType::DateTime { .. })
}

/// The rows, taken out of a page.
fn moved(path: &MemberPath) -> TokenStream {
    let rows = ident(&path.ident);
    let mut parents = path.parents.iter().map(|name| ident(name));
    match parents.next() {
        None => quote!(page.#rows),
        Some(first) => quote! {
            page.#first #(.and_then(|value| value.#parents))*
                .map(|value| value.#rows).unwrap_or_default()
        },
    }
}

/// How many rows a page has.
fn counted(path: &MemberPath) -> TokenStream {
    let rows = ident(&path.ident);
    match holder(path) {
        None => quote!(page.#rows.len()),
        Some(holder) => quote!(#holder.map_or(0, |value| value.#rows.len())),
    }
}

/// A value in a page: a copied number, or a borrowed text.
fn borrowed(path: &MemberPath) -> TokenStream {
    let name = ident(&path.ident);
    let text = is_text(&path.rust).then(|| quote!(.as_deref()));
    match holder(path) {
        None => quote!(page.#name #text),
        Some(holder) => quote!(#holder.and_then(|value| value.#name #text)),
    }
}

/// The structure that a path ends in, borrowed, if that is not the page itself.
fn holder(path: &MemberPath) -> Option<TokenStream> {
    let mut parents = path.parents.iter().map(|name| ident(name));
    let first = parents.next()?;
    Some(quote!(page.#first.as_ref() #(.and_then(|value| value.#parents.as_ref()))*))
}
