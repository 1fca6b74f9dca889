//! What a service's crate has once: its table, its client, its error codes and lists.

use cloudwright_spec::model::Deprecation;
use proc_macro2::TokenStream;
use quote::quote;

use super::deprecation::{deprecated_note, removed};
use super::docs;
use super::example;
use super::file::{File, ident};
use super::structs::{self, Value};
use super::table;
use crate::doc::{after_colon, code, inline};
use crate::model::{ActionModel, ServiceModel};

/// `service.rs`: the table that all actions refer to.
pub(crate) fn table(model: &ServiceModel<'_>) -> TokenStream {
    let service = &model.loaded.service;
    let (id, product, title) = (&service.service, &service.product, &service.title);
    let provider = ident(service.provider.variant());
    let protocols = service.protocols.iter().map(|it| ident(it.variant()));
    let default = &service.endpoints.default;
    let mut endpoints = quote!(Endpoints::new(#default));
    for (setter, hosts) in [
        ("by_region", &service.endpoints.by_region),
        ("variants", &service.endpoints.variants),
    ] {
        if !hosts.is_empty() {
            let setter = ident(setter);
            let pairs = hosts.iter().map(|(name, host)| quote!((#name, #host)));
            endpoints.extend(quote!(.#setter(&[#(#pairs),*])));
        }
    }
    let mut more = TokenStream::new();
    for (setter, text) in [
        ("version", &service.version),
        ("envelope", &service.envelope),
    ] {
        if let Some(text) = text {
            let setter = ident(setter);
            more.extend(quote!(.#setter(#text)));
        }
    }
    if !service.regions.is_empty() {
        let regions = &service.regions;
        more.extend(quote!(.regions(&[#(#regions),*])));
    }
    if !service.errors.is_empty() {
        let errors = table::service_errors(&service.errors);
        more.extend(quote!(.errors(#errors)));
    }
    if let Some(deprecation) = &service.deprecated {
        let deprecation =
            table::deprecation_table(&quote!(cloudwright_core::meta::Deprecation), deprecation);
        more.extend(quote!(.deprecated(#deprecation)));
    }
    quote! {
        //! The table of the service.

        use cloudwright_core::meta::{Endpoints, Protocol, Provider, Service};

        /// What the runtime knows of the service.
        pub static SERVICE: Service = Service::new(
            #id, Provider::#provider, #product, #title, &[#(Protocol::#protocols),*], #endpoints,
        ) #more;
    }
}

/// The runtime's constant of a provider or of a protocol.
fn constant(word: &str) -> proc_macro2::Ident {
    ident(&word.replace('-', "_").to_ascii_uppercase())
}

/// `client.rs`: one method an action.
pub(crate) fn client(model: &ServiceModel<'_>, actions: &[ActionModel<'_>]) -> TokenStream {
    let service = &model.loaded.service;
    let methods = actions.iter().map(|action| {
        let spec = &action.loaded.action;
        let (name, module, builder) = (
            ident(&action.method),
            ident(&action.module),
            ident(&action.builder),
        );
        let mut doc = docs::named(&spec.action, Some(&spec.summary));
        doc.extend(parameters(action));
        doc.extend(example::of_method(model, action));
        let doc = docs::outer(&doc);
        let deprecated = removed(spec.removed.as_ref()).or_else(|| {
            let why = spec.deprecated.as_ref()?;
            Some(deprecated_note(&note(why)))
        });
        quote! {
            #doc
            #deprecated
            pub fn #name(&self) -> actions::#module::#builder<M> {
                request(&self.core, &actions::#module::OPERATION)
            }
        }
    });
    let deprecated = service
        .deprecated
        .as_ref()
        .map(|why| deprecated_note(&note(why)));
    let doc = docs::outer(&[format!("A client of {}.", inline(&service.title))]);
    let places = ident(service.provider.as_str());
    let cloud = constant(service.provider.as_str());
    let signers = service.protocols.iter().map(|it| constant(it.as_str()));
    quote! {
        //! The client: one method an action.

        use cloudwright_core::credentials::{Chain, ProvideCredentials, #places};
        use cloudwright_core::meta::Service;
        use cloudwright_core::{Async, ClientBuilder, Cloud, Error, Mode, ServiceClient, Signer};

        use crate::{SERVICE, actions, request};

        #doc
        ///
        /// Clones are cheap and share connections, credentials and limits.
        #deprecated
        #[derive(Clone, Debug)]
        pub struct Client<M: Mode = Async> {
            core: cloudwright_core::Client<M>,
        }

        impl Client {
            /// Starts a client whose settings are chosen one by one.
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new()
            }

            /// Starts a client with credentials of the program's own: the environment is not asked
            /// for any.
            pub fn builder_with(credentials: impl ProvideCredentials) -> ClientBuilder<Self> {
                ClientBuilder::with(credentials)
            }

            /// A client with the settings and credentials of the environment.
            pub fn from_env() -> Result<Self, Error> {
                ClientBuilder::new().build()
            }

            /// The same client for programs without an async runtime: its calls block.
            #[cfg(feature = "blocking")]
            pub fn blocking(&self) -> Client<cloudwright_core::Blocking> {
                Client { core: self.core.blocking() }
            }
        }

        impl<M: Mode> Client<M> {
            #(#methods)*
        }

        impl ServiceClient for Client {
            const SERVICE: &'static Service = &SERVICE;
            const CLOUD: Cloud = Cloud::#cloud;
            const SIGNERS: &'static [Signer] = &[#(Signer::#signers),*];

            fn default_credentials() -> Chain {
                #places::chain()
            }

            fn from_core(core: cloudwright_core::Client) -> Self {
                Self { core }
            }
        }
    }
}

/// The setters of a call, those that it must have first.
fn parameters(action: &ActionModel<'_>) -> Vec<String> {
    let (required, others): (Vec<_>, Vec<_>) = action
        .parameters
        .iter()
        .filter(|member| member.spec.removed.is_none())
        .partition(|member| example::is_needed(member.spec));
    let told = [("Required", required), ("Optional", others)]
        .into_iter()
        .filter(|(_, members)| !members.is_empty())
        .flat_map(|(what, members)| {
            let names = members.iter().map(|member| code(&member.ident));
            let names: Vec<String> = names.collect();
            [String::new(), format!("{what}: {}.", names.join(", "))]
        });
    told.collect()
}

/// Why something is deprecated, and what replaces it.
pub(crate) fn note(deprecation: &Deprecation) -> String {
    let mut note = deprecation.doc.trim_end_matches('.').to_owned();
    if let Some(replacement) = &deprecation.replacement {
        note.push_str("; use ");
        if let Some(action) = &replacement.action {
            note.push_str(action);
            note.push_str(" of ");
        }
        note.push_str(&replacement.service);
    }
    note
}

/// `error_code.rs`: the enum of the codes.
pub(crate) fn error_codes(model: &ServiceModel<'_>) -> TokenStream {
    let values = model.errors.iter().map(|(error, variant)| Value {
        ident: variant,
        text: &error.code,
        doc: error.doc.as_deref(),
        removed: error.removed.as_ref(),
    });
    let title = inline(&model.loaded.service.title);
    let doc = docs::outer(&[
        format!("The documented error codes of {title}, of the service and of its actions."),
        String::new(),
        "`error.code_as::<ErrorCode>()` gives the code of an error.".to_owned(),
    ]);
    let codes = structs::open_enum(&doc, "ErrorCode", values);
    quote! {
        //! The documented error codes.

        #codes

        impl cloudwright_core::ServiceErrorCode for ErrorCode {}
    }
}

/// `types.rs`: the types that several actions share.
pub(crate) fn types(model: &ServiceModel<'_>) -> TokenStream {
    let mut file = File::new(model, None);
    let items: Vec<_> = model
        .types
        .iter()
        .map(|shared| {
            let items = structs::type_items(&mut file, shared);
            let shape = table::shape(&mut file, shared, &quote!(pub(crate)));
            quote!(#items #shape)
        })
        .collect();
    let imports = file.imports();
    quote! {
        //! Types that several actions share.

        #imports

        #(#items)*
    }
}

/// `lib.rs`: the crate's front page, and what is too small for a file.
pub(crate) fn library(model: &ServiceModel<'_>, actions: &[ActionModel<'_>]) -> TokenStream {
    let types = (!model.types.is_empty()).then(|| {
        quote!(
            pub mod types;
        )
    });
    let modules: Vec<_> = actions.iter().map(|action| ident(&action.module)).collect();
    quote! {
        #![doc = include_str!("../README.md")]
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![doc(test(attr(allow(deprecated))))]
        #![allow(deprecated, reason = "what is deprecated is offered all the same")]
        #![allow(
            clippy::doc_lazy_continuation,
            clippy::doc_link_with_quotes,
            clippy::doc_markdown,
            clippy::iter_not_returning_iterator,
            clippy::module_inception,
            clippy::new_ret_no_self,
            clippy::new_without_default,
            clippy::return_self_not_must_use,
            clippy::self_named_constructors,
            clippy::should_implement_trait,
            clippy::too_many_lines,
            clippy::unreadable_literal,
            clippy::zero_sized_map_values,
            reason = "names and prose are the page's"
        )]

        mod client;
        mod error_code;
        mod service;
        #types

        pub use client::Client;
        pub use cloudwright_core::{self as core, Credentials, Error, Response};
        pub use error_code::ErrorCode;
        pub use service::SERVICE;

        cloudwright_core::request!();

        /// The actions, a module each.
        pub mod actions {
            #(pub mod #modules;)*
        }

        /// The tables of all actions.
        ///
        /// Nothing else refers to this list, so a program that does not use it holds only the
        /// tables of the actions that it calls.
        pub mod operations {
            use cloudwright_core::meta::Operation;

            /// Every action of the service.
            pub static ALL: &[&Operation] = &[#(&crate::actions::#modules::OPERATION),*];
        }
    }
}

/// What an action's summary is called in lists, with a link to its method that holds wherever the
/// list is read.
pub(crate) fn summary_line(model: &ServiceModel<'_>, action: &ActionModel<'_>) -> String {
    let spec = &action.loaded.action;
    format!(
        "* [{}](https://docs.rs/{}/latest/{}/struct.Client.html#method.{}): {}",
        code(&spec.action),
        model.package(),
        model.library(),
        action.method.trim_start_matches("r#"),
        after_colon(&inline(&spec.summary))
    )
}
