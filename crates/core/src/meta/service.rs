//! The table of a service.

use cloudwright_vocabulary::error_class::ErrorClass;

use super::{Protocol, Provider};

/// What the actions of one service share.
#[derive(Debug)]
#[non_exhaustive]
pub struct Service {
    /// The id people type: `tencent-tcr`.
    pub id: &'static str,
    /// Who runs it.
    pub provider: Provider,
    /// The vendor's own code of the product; signed in TC3's credential scope.
    pub product: &'static str,
    /// What the product is called.
    pub title: &'static str,
    /// The API version, where the wire has one.
    pub version: Option<&'static str>,
    /// The protocols the service answers to; the first is the default.
    pub protocols: &'static [Protocol],
    /// Where it lives.
    pub endpoints: Endpoints,
    /// The member of the answer that holds the result.
    pub envelope: Option<&'static str>,
    /// Regions it is documented for.
    pub regions: &'static [&'static str],
    /// Errors any action may answer.
    pub errors: &'static [ErrorCodeInfo],
    /// The whole service is deprecated.
    pub deprecated: Option<Deprecation>,
}

impl Service {
    /// A table with nothing but what every service has.
    pub const fn new(
        id: &'static str,
        provider: Provider,
        product: &'static str,
        title: &'static str,
        protocols: &'static [Protocol],
        endpoints: Endpoints,
    ) -> Self {
        Self {
            id,
            provider,
            product,
            title,
            version: None,
            protocols,
            endpoints,
            envelope: None,
            regions: &[],
            errors: &[],
            deprecated: None,
        }
    }

    setters! {
        /// Sets the API version.
        version(version: &'static str) = Some(version);
        /// Sets the member of the answer that holds the result.
        envelope(member: &'static str) = Some(member);
        /// Sets the documented regions.
        regions(regions: &'static [&'static str]) = regions;
        /// Sets the errors any action may answer.
        errors(errors: &'static [ErrorCodeInfo]) = errors;
        /// Marks the service as deprecated.
        deprecated(deprecation: Deprecation) = Some(deprecation);
    }
}

/// Hosts of a service; `{region}` stands for the region.
#[derive(Debug)]
#[non_exhaustive]
pub struct Endpoints {
    /// The host that is called unless something else is asked for.
    pub default: &'static str,
    /// Regions whose host does not follow the template: region, host.
    pub by_region: &'static [(&'static str, &'static str)],
    /// Further hosts by what they are for (`regional`, `vpc`): name, host.
    pub variants: &'static [(&'static str, &'static str)],
}

impl Endpoints {
    /// Only the default host.
    pub const fn new(default: &'static str) -> Self {
        Self {
            default,
            by_region: &[],
            variants: &[],
        }
    }

    setters! {
        /// Sets the regions whose host does not follow the template.
        by_region(hosts: &'static [(&'static str, &'static str)]) = hosts;
        /// Sets the further hosts.
        variants(hosts: &'static [(&'static str, &'static str)]) = hosts;
    }
}

/// A documented error code.
#[derive(Debug)]
#[non_exhaustive]
pub struct ErrorCodeInfo {
    /// The code as the wire spells it.
    pub code: &'static str,
    /// What kind of failure it is.
    pub class: ErrorClass,
    /// What it means.
    pub doc: &'static str,
    /// The HTTP status the page gives.
    pub status: Option<u16>,
}

impl ErrorCodeInfo {
    /// A code and its class.
    pub const fn new(code: &'static str, class: ErrorClass) -> Self {
        Self {
            code,
            class,
            doc: "",
            status: None,
        }
    }

    setters! {
        /// Sets what it means.
        doc(doc: &'static str) = doc;
        /// Sets the HTTP status.
        status(status: u16) = Some(status);
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
