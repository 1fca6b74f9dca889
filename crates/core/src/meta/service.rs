//! The table of a service.

use cloudwright_vocabulary::error_class::ErrorClass;

use super::{Parameter, Protocol, Provider};

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

    /// Sets the API version.
    #[must_use]
    pub const fn version(mut self, version: &'static str) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets the member of the answer that holds the result.
    #[must_use]
    pub const fn envelope(mut self, member: &'static str) -> Self {
        self.envelope = Some(member);
        self
    }

    /// Sets the documented regions.
    #[must_use]
    pub const fn regions(mut self, regions: &'static [&'static str]) -> Self {
        self.regions = regions;
        self
    }

    /// Sets the errors any action may answer.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorCodeInfo]) -> Self {
        self.errors = errors;
        self
    }

    /// Marks the service as deprecated.
    #[must_use]
    pub const fn deprecated(mut self, deprecation: Deprecation) -> Self {
        self.deprecated = Some(deprecation);
        self
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

    /// Sets the regions whose host does not follow the template.
    #[must_use]
    pub const fn by_region(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.by_region = hosts;
        self
    }

    /// Sets the further hosts.
    #[must_use]
    pub const fn variants(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.variants = hosts;
        self
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

    /// Sets what it means.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
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

/// Finds a parameter by its wire name.
pub(super) fn find<'a>(parameters: &'a [Parameter], name: &str) -> Option<&'a Parameter> {
    parameters.iter().find(|parameter| parameter.name == name)
}
