//! What a service's crate has once: its table, its client, its error codes and lists.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, ident};
use super::meta::TableCode;
use super::{action, deprecation, docs, example, structs, table};
use crate::doc::{after_colon, code, codes, inline};
use crate::model::{ActionModel, Module, ServiceModel};

/// `service.rs`: the table that all actions refer to.
pub(crate) fn table(model: &ServiceModel<'_>) -> TokenStream {
    let service = &model.loaded.service;
    let (id, product, title) = (&service.service, &service.product, &service.title);
    let provider = ident(service.provider.variant());
    let protocols = service.protocols.iter().map(|it| ident(it.variant()));
    let pairs = |hosts: &BTreeMap<String, String>| -> Vec<_> {
        let hosts = hosts.iter();
        hosts.map(|(name, host)| quote!((#name, #host))).collect()
    };
    let default = &service.endpoints.default;
    let endpoints = TableCode::new(quote!(Endpoints::new(#default)))
        .set_list("by_region", pairs(&service.endpoints.by_region))
        .set_list("variants", pairs(&service.endpoints.variants));
    let errors = (!service.errors.is_empty()).then(|| table::service_errors(&service.errors));
    let deprecation = service.deprecated.as_ref().map(|deprecation| {
        table::deprecation_table(&quote!(cloudwright_core::meta::Deprecation), deprecation)
    });
    let table = TableCode::new(quote! {
        Service::new(
            #id, Provider::#provider, #product, #title, &[#(Protocol::#protocols),*], #endpoints,
        )
    });
    let table = table
        .set_some("version", service.version.as_ref())
        .set_some("envelope", service.envelope.as_ref())
        .set_list("regions", &service.regions)
        .set_some("errors", errors)
        .set_some("deprecated", deprecation);
    quote! {
        //! The table of the service.

        use cloudwright_core::meta::{Endpoints, Protocol, Provider, Service};

        /// What the runtime knows of the service.
        pub static SERVICE: Service = #table;
    }
}

/// The runtime's constant of a provider or of a protocol.
fn constant(word: &str) -> proc_macro2::Ident {
    ident(&word.replace('-', "_").to_ascii_uppercase())
}

/// `client.rs`: one method an action.
pub(crate) fn client(model: &ServiceModel<'_>) -> TokenStream {
    let service = &model.loaded.service;
    let methods = model.actions.iter().map(|action| {
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
        let removed = deprecation::removed(spec.removed.as_ref());
        let deprecated = removed.or_else(|| deprecation::replaced(spec.deprecated.as_ref()));
        quote! {
            #doc
            #deprecated
            pub fn #name(&self) -> actions::#module::#builder<M> {
                request(&self.core, &actions::#module::OPERATION)
            }
        }
    });
    let deprecated = deprecation::replaced(service.deprecated.as_ref());
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
    let parameters = action.parameters.iter();
    let (required, others): (Vec<_>, Vec<_>) = parameters
        .filter(|member| member.spec.removed.is_none())
        .partition(|member| example::is_needed(member.spec));
    let mut told = Vec::new();
    for (what, members) in [("Required", required), ("Optional", others)] {
        if !members.is_empty() {
            let names = codes(members.iter().map(|member| &member.ident), ", ");
            told.extend([String::new(), format!("{what}: {names}.")]);
        }
    }
    told
}

/// `error_code.rs`: the enum of the codes.
pub(crate) fn error_codes(model: &ServiceModel<'_>) -> TokenStream {
    let title = inline(&model.loaded.service.title);
    let doc = docs::outer(&[
        format!("The documented error codes of {title}, of the service and of its actions."),
        String::new(),
        "`error.code_as::<ErrorCode>()` gives the code of an error.".to_owned(),
    ]);
    let codes = structs::open_enum(&doc, "ErrorCode", &model.errors);
    quote! {
        //! The documented error codes.

        #codes

        impl cloudwright_core::ServiceErrorCode for ErrorCode {}
    }
}

/// `types.rs`: the types that several actions share.
pub(crate) fn types(model: &ServiceModel<'_>) -> TokenStream {
    let mut file = File::new(Module {
        service: model,
        action: None,
    });
    let items = action::types(&mut file, &model.types, &quote!(pub(crate)));
    let imports = file.imports();
    quote! {
        //! Types that several actions share.

        #imports

        #items
    }
}

/// `lib.rs`: the crate's front page, and what is too small for a file.
pub(crate) fn library(model: &ServiceModel<'_>) -> TokenStream {
    let types = (!model.types.is_empty()).then(|| {
        quote!(
            pub mod types;
        )
    });
    let mut names: Vec<&str> = model.actions.iter().map(|action| &*action.module).collect();
    let tables: Vec<_> = names.iter().map(|name| ident(name)).collect();
    // The order of rustfmt, which is not that of the actions where their names have capitals in a row.
    names.sort_unstable_by_key(|name| name.trim_start_matches("r#"));
    let modules = names.into_iter().map(ident);
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
            pub static ALL: &[&Operation] = &[#(&crate::actions::#tables::OPERATION),*];
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
