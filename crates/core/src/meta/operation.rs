//! The table of an action.

use super::{Access, Deprecation, ErrorCodeInfo, Parameter, Service, Wait};

/// One API operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The service it belongs to.
    pub service: &'static Service,
    /// The wire name.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// Whether a call changes anything.
    pub access: Access,
    /// The HTTP method.
    pub method: &'static str,
    /// The path template with `{name}` parts.
    pub path: &'static str,
    /// The parameters, in the page's order.
    pub parameters: &'static [Parameter],
    /// What parameters must fulfil together.
    pub rules: &'static [Rule],
    /// How to get the rest of a long result.
    pub paging: Option<Paging>,
    /// Other spellings of the paths that `paging` names: such a path, and how else it is spelled.
    pub page_spellings: &'static [(&'static str, &'static str)],
    /// What it is asked for until it is so.
    pub waits: &'static [&'static Wait],
    /// Names of members of its answers, at any depth, that the spec calls sensitive.
    pub sensitive_in_answer: &'static [&'static str],
    /// The errors of its page.
    pub errors: &'static [ErrorCodeInfo],
    /// Regions it is restricted to; empty where it is not.
    pub regions: &'static [&'static str],
    /// Names in the vendor's permission system.
    pub permissions: &'static [&'static str],
    /// The documented request rate.
    pub rate_limit: Option<RateLimit>,
    /// Deprecated.
    pub deprecated: Option<Deprecation>,
    /// The documentation page.
    pub page: Page,
}

impl Operation {
    /// An action without parameters.
    pub const fn new(
        service: &'static Service,
        name: &'static str,
        access: Access,
        method: &'static str,
        path: &'static str,
    ) -> Self {
        Self {
            service,
            name,
            summary: "",
            access,
            method,
            path,
            parameters: &[],
            rules: &[],
            paging: None,
            page_spellings: &[],
            waits: &[],
            sensitive_in_answer: &[],
            errors: &[],
            regions: &[],
            permissions: &[],
            rate_limit: None,
            deprecated: None,
            page: Page {
                title: "",
                url: None,
                updated: None,
            },
        }
    }

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

    setters! {
        /// Sets what it does.
        summary(summary: &'static str) = summary;
        /// Sets the parameters.
        parameters(parameters: &'static [Parameter]) = parameters;
        /// Sets the rules over several parameters.
        rules(rules: &'static [Rule]) = rules;
        /// Sets how to get the rest of a long result.
        paging(paging: Paging) = Some(paging);
        /// Sets other spellings of the paths that the paging names.
        page_spellings(spellings: &'static [(&'static str, &'static str)]) = spellings;
        /// Sets what it is asked for until it is so.
        waits(waits: &'static [&'static Wait]) = waits;
        /// Sets the names of what is sensitive in its answers.
        sensitive_in_answer(names: &'static [&'static str]) = names;
        /// Sets the errors of its page.
        errors(errors: &'static [ErrorCodeInfo]) = errors;
        /// Sets the regions it is restricted to.
        regions(regions: &'static [&'static str]) = regions;
        /// Sets the permission names.
        permissions(permissions: &'static [&'static str]) = permissions;
        /// Sets the documented rate.
        rate_limit(requests: u32, seconds: u32) = Some(RateLimit { requests, seconds });
        /// Marks it as deprecated.
        deprecated(deprecation: Deprecation) = Some(deprecation);
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
