//! The facade: every service behind its feature, and the list of all tables.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::ident;
use super::readme::{self, module};
use crate::doc::inline;
use crate::model::ServiceModel;

/// `lib.rs` of the facade.
pub(crate) fn library(models: &[ServiceModel<'_>]) -> TokenStream {
    let modules = models.iter().map(|model| {
        let (feature, library, module) = (model.folder(), model.library(), module(model));
        let (library, module) = (ident(&library), ident(&module));
        let doc = docs::outer(&[format!("{}.", inline(&model.loaded.service.title))]);
        quote! {
            #doc
            #[cfg(feature = #feature)]
            pub use #library as #module;
        }
    });
    let entries = models.iter().map(|model| {
        let (feature, library) = (model.folder(), model.library());
        let library = ident(&library);
        quote! {
            #[cfg(feature = #feature)]
            ServiceEntry { service: &#library::SERVICE, operations: #library::operations::ALL },
        }
    });
    let feature = readme::shown(models).map(ServiceModel::folder);
    let shown = feature.map(
        |feature| quote!(#![cfg_attr(feature = #feature, doc = include_str!("../README.md"))]),
    );
    let hidden = feature.map(|feature| {
        quote!(#![cfg_attr(not(feature = #feature), doc = "Typed clients of cloud APIs: one feature a service.")])
    });
    let guide = readme::shown(models).and_then(readme::guided).map(|_| {
        quote! {
            #[cfg(feature = #feature)]
            #[doc = include_str!("../GUIDE.md")]
            pub mod guide {}
        }
    });
    quote! {
        #shown
        #hidden
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![allow(clippy::doc_markdown, reason = "names are the vendors' own")]

        use cloudwright_core::meta::{Operation, Service};
        use cloudwright_core::{Client, ClientBuilder};

        pub use cloudwright_core::{self as core, Credentials, Error, ErrorCode, Response};

        #(#modules)*

        #guide

        /// A service with the tables of its actions.
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct ServiceEntry {
            /// The service's table.
            pub service: &'static Service,
            /// The tables of its actions, by wire name.
            pub operations: &'static [&'static Operation],
        }

        impl ServiceEntry {
            /// Starts a client of the service for calls whose actions are known only when the
            /// program runs.
            pub fn client(&self) -> ClientBuilder<Client> {
                Client::builder(self.service)
            }

            /// The table of the action with this wire name.
            pub fn operation(&self, name: &str) -> Option<&'static Operation> {
                let mut operations = self.operations.iter().copied();
                operations.find(|operation| operation.name == name)
            }
        }

        static SERVICES: &[ServiceEntry] = &[#(#entries)*];

        /// The services whose features are on, by id.
        pub fn services() -> &'static [ServiceEntry] {
            SERVICES
        }
    }
}
