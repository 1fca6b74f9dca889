//! The module of an action: its table, its call, its answer, and its own types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Side};
use super::file::{File, ident};
use super::{setters, structs, table, waits};
use crate::doc::{code, lines, link};
use crate::model::{ActionModel, Direction, PagingModel, RustType, ServiceModel};

/// The whole file.
pub(crate) fn file(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> TokenStream {
    let mut file = File::new(service, Some(action));
    let table = table::operation(&mut file, action);
    let waits = waits::tables(service, action);
    let builder = builder(&mut file, action);
    let answer = answer(&mut file, action);
    let paged = paged(&mut file, action);
    let types: Vec<_> = action
        .types
        .iter()
        .map(|model| {
            let items = structs::type_items(&mut file, model);
            let shape = table::shape(&mut file, model, &quote!());
            quote!(#items #shape)
        })
        .collect();
    let imports = file.imports();
    let spec = &action.loaded.action;
    let head = docs::inner(&docs::named(&spec.action, Some(&spec.summary)));
    quote!(#head #imports #table #waits #builder #answer #paged #(#types)*)
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
        crate::doc::inline(&service.loaded.service.title),
    )];
    facts.extend(spec.source.url.as_deref().map(link));
    facts.extend(
        spec.source
            .updated
            .as_ref()
            .map(|date| format!("as of {}", crate::doc::inline(date))),
    );
    let explorer = service.loaded.explorer(spec);
    facts.extend(explorer.map(|address| format!("[API explorer]({address})")));
    text.push(String::new());
    text.push(format!("{}.", facts.join(", ")));
    if let Some(rate) = spec.rate_limit {
        text.push(format!("Documented rate: {}.", String::from(rate)));
    }
    if !spec.regions.is_empty() {
        text.push(format!("Regions: {}.", codes(&spec.regions)));
    }
    if !spec.permissions.is_empty() {
        text.push(format!("Permissions: {}.", codes(&spec.permissions)));
    }
    for rule in &spec.rules {
        text.extend(rule.doc.as_deref().map(crate::doc::inline));
    }
    let documented = || spec.errors.iter().filter(|error| error.removed.is_none());
    if documented().next().is_some() {
        text.push(String::new());
        text.push("Errors of its own:".to_owned());
        text.extend(documented().map(|error| {
            let variant = service.errors.variant(&error.code).unwrap_or_default();
            let code = format!("[{}](crate::ErrorCode::{variant})", code(&error.code));
            let doc = error.doc.as_deref().map(crate::doc::inline);
            match doc {
                Some(doc) => format!("* {code}: {}", crate::doc::after_colon(&doc)),
                None => format!("* {code}"),
            }
        }));
    }
    text
}

fn codes(texts: &[String]) -> String {
    let codes: Vec<String> = texts.iter().map(|text| code(text)).collect();
    codes.join(", ")
}

fn builder(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> TokenStream {
    let name = ident(&action.builder);
    let answer = ident(&action.answer);
    let asynchronous = file.core("Async");
    let request = file.own("Request");
    let doc = docs::outer(&description(file.service, action));
    let setters: Vec<_> = action
        .parameters
        .iter()
        .map(|member| setters::of_call(file, member))
        .collect();
    let waits = waits::methods(action);
    let setters = (!setters.is_empty() || !waits.is_empty()).then(|| {
        let mode = file.core("Mode");
        quote! {
            impl<M: #mode> #name<M> {
                #(#setters)*
                #(#waits)*
            }
        }
    });
    quote! {
        #doc
        pub type #name<M = #asynchronous> = #request<#answer, M>;
        #setters
    }
}

fn answer(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> TokenStream {
    let name = code(&action.loaded.action.action);
    let doc = docs::outer(&[format!("What {name} answers.")]);
    let structure =
        structs::structure(file, &action.answer, &action.response, Side::Response, &doc);
    let codec = structs::codec(&action.answer, Direction::RESPONSE, &action.response);
    quote!(#structure #codec)
}

fn paged(file: &mut File<'_, '_>, action: &ActionModel<'_>) -> Option<TokenStream> {
    let paging = action.paging.as_ref()?;
    let answer = ident(&action.answer);
    let paged = file.core("Paged");
    let item = file.plain(&paging.item);
    let items = moved(&paging.items);
    let count = counted(&paging.items);
    let total = total(paging);
    let next = paging.next.as_ref().map(|(path, rust)| {
        let value = borrowed(path, rust);
        let next = if is_text(rust) {
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

fn total(paging: &PagingModel) -> Option<TokenStream> {
    let (path, rust) = paging.total.as_ref()?;
    let value = borrowed(path, rust);
    let total = match rust {
        rust if is_text(rust) => quote!(#value.and_then(|text| text.parse().ok())),
        RustType::Unsigned => value,
        _ => quote!(#value.and_then(|count| u64::try_from(count).ok())),
    };
    Some(quote! {
        fn total(page: &Self) -> Option<u64> {
            #total
        }
    })
}

/// Whether a value of it is a text that can be borrowed.
fn is_text(rust: &RustType) -> bool {
    matches!(rust, RustType::String | RustType::DateTime { .. })
}

/// The rows, taken out of a page.
fn moved(path: &[String]) -> TokenStream {
    let mut names = path.iter().map(|name| ident(name));
    let (Some(first), last) = (names.next(), names.next_back()) else {
        return quote!(Vec::new());
    };
    match last {
        None => quote!(page.#first),
        Some(last) => {
            quote!(page.#first #(.and_then(|value| value.#names))*.map(|value| value.#last).unwrap_or_default())
        }
    }
}

/// How many rows a page has.
fn counted(path: &[String]) -> TokenStream {
    let mut names = path.iter().map(|name| ident(name));
    let (Some(first), last) = (names.next(), names.next_back()) else {
        return quote!(0);
    };
    match last {
        None => quote!(page.#first.len()),
        Some(last) => quote! {
            page.#first.as_ref()
                #(.and_then(|value| value.#names.as_ref()))*
                .map_or(0, |value| value.#last.len())
        },
    }
}

/// A value in a page: a copied number, or a borrowed text.
fn borrowed(path: &[String], rust: &RustType) -> TokenStream {
    let text = is_text(rust).then(|| quote!(.as_deref()));
    let mut names = path.iter().map(|name| ident(name));
    let (Some(first), last) = (names.next(), names.next_back()) else {
        return quote!(None);
    };
    match last {
        None => quote!(page.#first #text),
        Some(last) => quote! {
            page.#first.as_ref()
                #(.and_then(|value| value.#names.as_ref()))*
                .and_then(|value| value.#last #text)
        },
    }
}
