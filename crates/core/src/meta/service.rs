//! The table of a service.

use cloudwright_vocabulary::error_class::ErrorClass;

use super::{Protocol, Provider};

table! {
    /// What the actions of one service share.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct Service;
    /// A table with nothing but what every service has.
    new {
        /// The id people type: `tencent-tcr`.
        id: &'static str;
        /// Who runs it.
        provider: Provider;
        /// The vendor's own code of the product; signed in TC3's credential scope.
        product: &'static str;
        /// What the product is called.
        title: &'static str;
        /// The protocols the service answers to; the first is the default.
        protocols: &'static [Protocol];
        /// Where it lives.
        endpoints: Endpoints;
    }
    facts {
        /// The API version, where the wire has one.
        version: Option<&'static str> = None, set(version: &'static str) = Some(version);
        /// The member of the answer that holds the result.
        envelope: Option<&'static str> = None, set(member: &'static str) = Some(member);
        /// Regions it is documented for.
        regions: &'static [&'static str] = &[], set(regions: &'static [&'static str]) = regions;
        /// Errors any action may answer.
        errors: &'static [ErrorCodeInfo] = &[], set(errors: &'static [ErrorCodeInfo]) = errors;
        /// The whole service is deprecated.
        deprecated: Option<Deprecation> = None, set(deprecation: Deprecation) = Some(deprecation);
    }
}

table! {
    /// Hosts of a service; `{region}` stands for the region.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct Endpoints;
    /// Only the default host.
    new {
        /// The host that is called unless something else is asked for.
        default: &'static str;
    }
    facts {
        /// Regions whose host does not follow the template: region, host.
        by_region: &'static [(&'static str, &'static str)] = &[],
            set(hosts: &'static [(&'static str, &'static str)]) = hosts;
        /// Further hosts by what they are for (`regional`, `vpc`): name, host.
        variants: &'static [(&'static str, &'static str)] = &[],
            set(hosts: &'static [(&'static str, &'static str)]) = hosts;
    }
}

table! {
    /// A documented error code.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct ErrorCodeInfo;
    /// A code and its class.
    new {
        /// The code as the wire spells it.
        code: &'static str;
        /// What kind of failure it is.
        class: ErrorClass;
    }
    facts {
        /// What it means.
        doc: &'static str = "", set(doc: &'static str) = doc;
        /// The HTTP status the page gives.
        status: Option<u16> = None, set(status: u16) = Some(status);
    }
}

/// A vendor's word that something will go away.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Deprecation {
    /// Why.
    pub doc: &'static str,
    /// The service that replaces it, as the vendor names it.
    pub service: Option<&'static str>,
    /// The action that replaces it.
    pub action: Option<&'static str>,
}

impl Deprecation {
    /// A reason without a replacement.
    pub const fn new(doc: &'static str) -> Self {
        Self {
            doc,
            service: None,
            action: None,
        }
    }

    /// Sets what replaces it.
    #[must_use]
    pub const fn replacement(
        mut self,
        service: &'static str,
        action: Option<&'static str>,
    ) -> Self {
        self.service = Some(service);
        self.action = action;
        self
    }
}
