//! The table of an action.

use super::{Access, Deprecation, ErrorCodeInfo, Parameter, Service, Wait};

table! {
    /// One API operation.
    #[derive(Debug)]
    #[non_exhaustive]
    pub struct Operation;
    /// An action without parameters.
    new {
        /// The service it belongs to.
        service: &'static Service;
        /// The wire name.
        name: &'static str;
        /// Whether a call changes anything.
        access: Access;
        /// The HTTP method.
        method: &'static str;
        /// The path template with `{name}` parts.
        path: &'static str;
    }
    facts {
        /// One sentence.
        summary: &'static str = "", set(summary: &'static str) = summary;
        /// The parameters, in the page's order.
        parameters: &'static [Parameter] = &[], set(parameters: &'static [Parameter]) = parameters;
        /// What parameters must fulfil together.
        rules: &'static [Rule] = &[], set(rules: &'static [Rule]) = rules;
        /// How to get the rest of a long result.
        paging: Option<Paging> = None, set(paging: Paging) = Some(paging);
        /// Other spellings of the paths that `paging` names: such a path, and how else it is spelled.
        page_spellings: &'static [(&'static str, &'static str)] = &[],
            set(spellings: &'static [(&'static str, &'static str)]) = spellings;
        /// What it is asked for until it is so.
        waits: &'static [&'static Wait] = &[], set(waits: &'static [&'static Wait]) = waits;
        /// Names of members of its answers, at any depth, that the spec calls sensitive.
        sensitive_in_answer: &'static [&'static str] = &[],
            set(names: &'static [&'static str]) = names;
        /// The errors of its page.
        errors: &'static [ErrorCodeInfo] = &[], set(errors: &'static [ErrorCodeInfo]) = errors;
        /// Regions it is restricted to; empty where it is not.
        regions: &'static [&'static str] = &[], set(regions: &'static [&'static str]) = regions;
        /// Names in the vendor's permission system.
        permissions: &'static [&'static str] = &[],
            set(permissions: &'static [&'static str]) = permissions;
        /// The documented request rate.
        rate_limit: Option<RateLimit> = None,
            set(requests: u32, seconds: u32) = Some(RateLimit { requests, seconds });
        /// Deprecated.
        deprecated: Option<Deprecation> = None, set(deprecation: Deprecation) = Some(deprecation);
        /// The documentation page.
        page: Page = Page { title: "", url: None, updated: None };
    }
}

impl Operation {
    /// An action that changes nothing, called by `POST /`.
    pub const fn read(service: &'static Service, name: &'static str) -> Self {
        Self::new(service, name, Access::Read, "POST", "/")
    }

    /// An action that changes something, called by `POST /`.
    pub const fn write(service: &'static Service, name: &'static str) -> Self {
        Self::new(service, name, Access::Write, "POST", "/")
    }

    /// Sets by which method and path it is called.
    #[must_use]
    pub const fn http(mut self, method: &'static str, path: &'static str) -> Self {
        self.method = method;
        self.path = path;
        self
    }

    /// Sets the title of the documentation page.
    #[must_use]
    pub const fn page(mut self, title: &'static str) -> Self {
        self.page.title = title;
        self
    }

    /// Sets the address of the page.
    #[must_use]
    pub const fn url(mut self, url: &'static str) -> Self {
        self.page.url = Some(url);
        self
    }

    /// Sets the date of the page.
    #[must_use]
    pub const fn updated(mut self, date: &'static str) -> Self {
        self.page.updated = Some(date);
        self
    }

    /// The parameter of a wire name.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        let mut parameters = self.parameters.iter();
        parameters.find(|parameter| parameter.name == name)
    }

    /// The parameter that makes a repeated write harmless.
    pub fn idempotency_token(&self) -> Option<&'static Parameter> {
        let mut parameters = self.parameters.iter();
        parameters.find(|parameter| parameter.idempotency_token)
    }

    /// What is documented of an error code: by this action's page, or else by the service.
    pub fn error(&self, code: &str) -> Option<&'static ErrorCodeInfo> {
        self.errors
            .iter()
            .chain(self.service.errors)
            .find(|error| error.code == code)
    }
}

/// A documented request rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests per period.
    pub requests: u32,
    /// The period in seconds.
    pub seconds: u32,
}

/// A documentation page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Its title, in its own language.
    pub title: &'static str,
    /// Its address, where known.
    pub url: Option<&'static str>,
    /// When it was last updated (`YYYY-MM-DD`).
    pub updated: Option<&'static str>,
}

/// A rule over several parameters, by wire names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The first is zero or a multiple of the second (whose default counts where it is not given).
    MultipleOf(&'static str, &'static str),
    /// All of them or none.
    Together(&'static [&'static str]),
    /// Exactly one of them.
    OneOf(&'static [&'static str]),
    /// Not more than one of them.
    AtMostOne(&'static [&'static str]),
    /// At least one of them.
    AtLeastOne(&'static [&'static str]),
}

/// How a long result is read in pages. Paths go from the result's top: `Data.LogInfo`; that of the rows is
/// empty where the whole result is the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// A parameter says how many rows to skip.
    Offset {
        /// Parameter: rows to skip.
        offset: &'static str,
        /// Parameter: rows to return.
        limit: Option<&'static str>,
        /// Path of the rows.
        items: &'static str,
        /// Path of the count of all rows.
        total: Option<&'static str>,
    },
    /// A parameter says which page to return; pages count from 1.
    Page {
        /// Parameter: the page's number.
        page: &'static str,
        /// Parameter: rows on a page.
        size: Option<&'static str>,
        /// Path of the rows.
        items: &'static str,
        /// Path of the count of all rows.
        total: Option<&'static str>,
    },
    /// The answer holds a text, or a number, that asks for the next page.
    Token {
        /// Parameter: the text.
        token: &'static str,
        /// Path of the text for the next page; empty, 0 or absent at the end.
        next: &'static str,
        /// Parameter: rows on a page.
        limit: Option<&'static str>,
        /// Path of the rows.
        items: &'static str,
    },
}
