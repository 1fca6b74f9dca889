//! An action file: one documentation page, transcribed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Access, Deprecation, ErrorCode, Location, Member, Removal, TypeDef, WaitOutcome};

/// One API operation as its page documents it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The wire name; also the file's name.
    pub action: String,
    /// The Rust name (snake case) where the derived one will not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rename: Option<String>,
    /// One sentence, ours.
    pub summary: String,
    /// More, where it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where all this was read.
    pub source: Source,
    /// Whether a call changes anything; writes are retried only if they cannot have been applied, or bear an
    /// idempotency token.
    pub access: Access,
    /// Names in the vendor's permission system (`cr:GetRepositoryBuildLog`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// The documented request rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// Regions the page restricts the action to; empty where it does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// HTTP method; POST for TC3 and ACS3, GET for the others where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path template with `{name}` parts; the service's path where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The action is deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// The vendor no longer documents it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removal>,
    /// The parameters, in the page's order.
    #[serde(default)]
    pub request: Vec<Member>,
    /// The result's members, in the page's order.
    #[serde(default)]
    pub response: Vec<Member>,
    /// Types that only this action uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<TypeDef>,
    /// What parameters must fulfil together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// How to get the rest of a long result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// What it can be asked for until it is so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wait: Vec<Wait>,
    /// The errors of this action's page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// The examples of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
}

impl Action {
    /// The path of the rows of its pages, from the answer's top; empty where the whole answer is the rows.
    pub fn rows_path(&self) -> Option<&str> {
        let path = self.pagination.as_ref()?.items();
        let whole = self.whole_answer().filter(|member| member.name == path);
        Some(if whole.is_some() { "" } else { path })
    }

    /// The member that is the whole body of an answer; beside it there may be headers.
    pub fn whole_answer(&self) -> Option<&Member> {
        let mut members = self.response.iter();
        members.find(|member| member.location == Some(Location::BodyRoot))
    }

    /// The parameter that makes a repeated write harmless.
    pub fn idempotency_token(&self) -> Option<&Member> {
        self.request.iter().find(|member| member.idempotency_token)
    }
}

/// How the titles of sources begin that are a vendor's metadata.
pub(crate) const INVENTORY: &str = "Inventory of ";

/// The page an action was transcribed from, or the inventory of a vendor's metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its title, in its own language.
    pub title: String,
    /// The date it was last updated, as it says (`YYYY-MM-DD`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

impl Source {
    /// Whether it is a vendor's metadata and no page.
    pub fn is_inventory(&self) -> bool {
        self.title.starts_with(INVENTORY)
    }
}

/// A documented rate, written `20/s`, `100/m` or `1000/h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct RateLimit {
    /// Requests per period.
    pub requests: u32,
    /// The period in seconds: 1, 60 or 3600.
    pub seconds: u32,
}

impl TryFrom<String> for RateLimit {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no rate; write `20/s`, `100/m` or `1000/h`");
        let (requests, period) = text.split_once('/').ok_or_else(wrong)?;
        let requests = requests.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?;
        let seconds = match period {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => return Err(wrong()),
        };
        Ok(Self { requests, seconds })
    }
}

impl From<RateLimit> for String {
    fn from(rate: RateLimit) -> Self {
        let period = match rate.seconds {
            1 => "s",
            60 => "m",
            _ => "h",
        };
        format!("{}/{period}", rate.requests)
    }
}

/// A rule over several parameters: `{ rule: multiple-of, member: offset, of: limit }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Rule {
    /// What must hold.
    #[serde(flatten)]
    pub kind: RuleKind,
    /// The page's rule in our words; shown when it is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// `false` for advice that is documented but that calls need not follow.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub enforced: bool,
}

fn yes() -> bool {
    true
}

/// The kinds of rules.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum RuleKind {
    /// `member` is zero or a multiple of `of` (whose default counts where it is not given).
    MultipleOf {
        /// The parameter that is bound.
        member: String,
        /// The parameter it is measured by.
        of: String,
    },
    /// All of them or none.
    Together {
        /// The parameters.
        members: Vec<String>,
    },
    /// Exactly one of them.
    OneOf {
        /// The parameters.
        members: Vec<String>,
    },
    /// Not more than one of them.
    AtMostOne {
        /// The parameters.
        members: Vec<String>,
    },
    /// At least one of them.
    AtLeastOne {
        /// The parameters.
        members: Vec<String>,
    },
}

/// How a long result is read in pages. Paths go from the result's top with dots: `Data.LogInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "style", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Pagination {
    /// A parameter says how many rows to skip.
    Offset {
        /// Parameter: rows to skip.
        offset: String,
        /// Parameter: rows to return.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<String>,
        /// Path of the rows.
        items: String,
        /// Path of the count of all rows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<String>,
    },
    /// A parameter says which page to return; pages count from 1.
    Page {
        /// Parameter: the page's number.
        page: String,
        /// Parameter: rows on a page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
        /// Path of the rows.
        items: String,
        /// Path of the count of all rows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<String>,
    },
    /// The answer holds a text, or a number, that asks for the next page.
    Token {
        /// Parameter: the text.
        token: String,
        /// Path of the text for the next page; empty, 0 or absent at the end.
        next: String,
        /// Parameter: rows on a page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<String>,
        /// Path of the rows.
        items: String,
    },
}

impl Pagination {
    /// The path of the rows.
    pub fn items(&self) -> &str {
        match self {
            Self::Offset { items, .. } | Self::Page { items, .. } | Self::Token { items, .. } => {
                items
            }
        }
    }
}

/// Something that an action is asked for until it is so. The path goes from the result's top with dots;
/// lists on the way are gone through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// What is waited for, in snake case: `running`, of `wait_until_running()`.
    pub name: String,
    /// What it is, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Path of the state.
    pub path: String,
    /// States that are success; of several entries all must have one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<String>,
    /// States that are failure; of several entries one is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// States that pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<String>,
    /// What it means that there is no state, or that the service knows no such thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<WaitOutcome>,
    /// Seconds to let pass between two calls at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<u32>,
}

impl Wait {
    /// What its states mean, each kind with its states.
    pub fn outcomes(&self) -> [(WaitOutcome, &[String]); 3] {
        [
            (WaitOutcome::Success, &self.success),
            (WaitOutcome::Failure, &self.failure),
            (WaitOutcome::Pending, &self.pending),
        ]
    }

    /// The method of a request that waits for it.
    pub fn method(&self) -> String {
        format!("wait_until_{}", self.name)
    }
}

/// An example of the page: a request and what was answered.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What the page calls it, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The parameters by wire name; absent where the page shows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// The whole body that was answered, envelope included.
    pub response: Value,
}
