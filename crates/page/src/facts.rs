//! What a page says: facts, each with the lines it stands on and how sure it is. No reading here.

use serde::Serialize;
use serde_json::Value;

use crate::types::{Ours, Type};

/// The lines a fact stands on, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
}

impl Span {
    /// One line.
    pub fn line(number: u32) -> Self {
        Self::new(number, number)
    }

    /// From one line to another.
    pub fn new(first: u32, last: u32) -> Self {
        Self {
            first,
            last: last.max(first),
        }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::new(self.first.min(other.first), self.last.max(other.last))
    }
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The page's tables or sentences state it.
    Stated,
    /// Only a sample shows it.
    Sample,
    /// Nothing states it; it follows from what is stated.
    Inferred,
}

/// A value with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub lines: Span,
    /// How sure it is.
    pub certainty: Certainty,
}

impl<T> Fact<T> {
    /// A value that the page states.
    pub fn stated(value: T, lines: Span) -> Self {
        Self {
            value,
            lines,
            certainty: Certainty::Stated,
        }
    }

    /// A value that only a sample shows.
    pub fn sampled(value: T, lines: Span) -> Self {
        Self {
            certainty: Certainty::Sample,
            ..Self::stated(value, lines)
        }
    }

    /// A value that follows from what is stated.
    pub fn inferred(value: T, lines: Span) -> Self {
        Self {
            certainty: Certainty::Inferred,
            ..Self::stated(value, lines)
        }
    }

    /// The same fact with its value in another form.
    pub fn map<U>(&self, form: impl FnOnce(&T) -> U) -> Fact<U> {
        Fact {
            value: form(&self.value),
            lines: self.lines,
            certainty: self.certainty,
        }
    }
}

/// The language a page is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

/// Everything that a page says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The dialect it was read as.
    pub dialect: &'static str,
    /// The language it is written in.
    pub language: Language,
    /// What stands before and around the tables.
    pub head: Head,
    /// The parameters, in the page's order; members of objects follow their object.
    pub parameters: Vec<Member>,
    /// The fields of the answer, in the page's order.
    pub response: Vec<Member>,
    /// Tables of types that have a name on the page.
    pub types: Vec<NamedType>,
    /// The codes that the page lists.
    pub error_codes: Vec<ErrorCode>,
    /// The HTTP statuses that the page lists; `None` if it has no such list.
    pub status_codes: Option<Vec<Fact<String>>>,
    /// Requests and answers.
    pub samples: Vec<Sample>,
    /// Permissions that a caller needs, as the page names them.
    pub permissions: Vec<Fact<String>>,
    /// Notices that the action is deprecated.
    pub deprecations: Vec<Fact<String>>,
    /// Sentences that bind parameters to each other.
    pub rules: Vec<Fact<String>>,
    /// Whether the parameter tables still tell what is required.
    pub required_column: RequiredColumn,
    /// Lines of tables and samples that no rule explains.
    pub unexplained: Vec<Unexplained>,
    /// The sentences around the tables, for comparing two versions.
    pub prose: Vec<Fact<String>>,
}

impl Page {
    /// A page of which nothing is known yet.
    pub fn new(dialect: &'static str, language: Language) -> Self {
        Self {
            dialect,
            language,
            ..Self::default()
        }
    }

    /// The parameters and the fields of the answer.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.parameters.iter().chain(&self.response)
    }

    /// The samples that go one way.
    pub fn samples_of(&self, direction: Direction) -> impl Iterator<Item = &Sample> {
        let samples = self.samples.iter();
        samples.filter(move |sample| sample.direction == direction)
    }
}

/// Whether a saved page still tells which parameters are required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RequiredColumn {
    /// The words stand there.
    Present,
    /// The header names the column and saving the page lost the words.
    Lost,
    /// The page has no such column.
    #[default]
    Absent,
}

impl RequiredColumn {
    /// Notes a further table of parameters: whether its header names the column, and whether a row says
    /// it.
    pub fn note(&mut self, named: bool, said: bool) {
        *self = match *self {
            _ if named && said => Self::Present,
            Self::Absent if named => Self::Lost,
            known => known,
        };
    }
}

/// What a page says of the action as a whole. What it does not state is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Head {
    /// The page's heading.
    pub title: Option<Fact<String>>,
    /// When the page was last changed, as written.
    pub updated: Option<Fact<String>>,
    /// The product, as the heading or the breadcrumb names it.
    pub product: Option<Fact<String>>,
    /// The action.
    pub action: Option<Fact<String>>,
    /// The host.
    pub host: Option<Fact<String>>,
    /// The version of the API.
    pub version: Option<Fact<String>>,
    /// The HTTP method.
    pub method: Option<Fact<String>>,
    /// The path, with placeholders in braces.
    pub path: Option<Fact<String>>,
    /// The regions that the action is limited to.
    pub regions: Vec<Fact<String>>,
    /// How often it may be called.
    pub rate: Option<Fact<Rate>>,
}

/// So many calls in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Calls.
    pub calls: u32,
    /// Seconds.
    pub seconds: u32,
}

/// Where a member travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the body.
    Body,
    /// In the form of the body.
    Form,
    /// It names the host.
    Host,
}

impl Place {
    /// The word of the language of facts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
            Self::Form => "form",
            Self::Host => "host",
        }
    }
}

/// A parameter or a field of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The path from the root: `a.b`, `a[].b`, `a.*` for any key of a map, `[]` for a root list.
    /// Names are the page's own, `.N` included.
    pub path: Fact<String>,
    /// The type; `None` where the page has none.
    pub r#type: Option<Fact<Type>>,
    /// Whether it must be given; `None` where the text does not tell.
    pub required: Option<Fact<bool>>,
    /// Where it travels; `None` where the page does not say.
    pub place: Option<Fact<Place>>,
    /// The HTTP status of the answer it belongs to.
    pub status: Option<Fact<String>>,
    /// A parameter that every action of the API takes.
    pub common: bool,
    /// The description, line breaks kept.
    pub description: Option<Fact<String>>,
    /// The value that is taken where none is given.
    pub default: Option<Fact<String>>,
    /// Bounds of the value, its length or its count.
    pub range: Option<Fact<Range>>,
    /// The values that are allowed.
    pub values: Vec<Fact<String>>,
    /// An example.
    pub example: Option<Fact<String>>,
}

impl Member {
    /// A member of which only the name and its line are known.
    pub fn named(name: impl Into<String>, lines: Span) -> Self {
        Self {
            path: Fact::stated(name.into(), lines),
            r#type: None,
            required: None,
            place: None,
            status: None,
            common: false,
            description: None,
            default: None,
            range: None,
            values: Vec::new(),
            example: None,
        }
    }

    /// The type in our words.
    pub fn ours(&self) -> Option<&Ours> {
        self.r#type.as_ref().map(|fact| fact.value.ours())
    }

    /// The description; empty where the page has none.
    pub fn text(&self) -> &str {
        let text = self.description.as_ref();
        text.map_or("", |text| text.value.as_str())
    }

    /// The last name of the path.
    pub fn name(&self) -> &str {
        let path = self.path.value.trim_end_matches("[]");
        path.rsplit('.').next().unwrap_or(path)
    }
}

/// What a range bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bounded {
    /// The number itself.
    Value,
    /// The length of a text.
    Length,
    /// The count of a list.
    Count,
}

/// Bounds, as the page writes the numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Range {
    /// What is bounded.
    pub of: Bounded,
    /// The least.
    pub min: Option<String>,
    /// The greatest.
    pub max: Option<String>,
}

/// A table of a type that has a name on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedType {
    /// The name.
    pub name: Fact<String>,
    /// Its members by their own names.
    pub members: Vec<Member>,
}

/// A code of an error.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorCode {
    /// The code.
    pub code: Fact<String>,
    /// The HTTP status.
    pub status: Option<Fact<String>>,
    /// What the page says of it.
    pub message: Option<Fact<String>>,
}

/// Which way a sample goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// To the cloud.
    Request,
    /// Back.
    Response,
}

/// What a sample's text is.
#[derive(Clone, Debug, PartialEq)]
pub enum SampleContent {
    /// Valid JSON.
    Json(Value),
    /// Meant as JSON and not valid; why.
    InvalidJson(String),
    /// XML.
    Xml,
    /// Anything else: a request line with headers, a query, plain text.
    Text,
}

/// A request or an answer that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Which way it goes.
    pub direction: Direction,
    /// Its heading.
    pub title: Option<Fact<String>>,
    /// The status of the answer.
    pub status: Option<Fact<String>>,
    /// The text as it stands on the page.
    pub text: Fact<String>,
    /// What the text is.
    pub content: SampleContent,
}

/// A line that stands in a table and that no rule explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unexplained {
    /// The number of the line, from 1.
    pub line: u32,
    /// The line, cut to a readable length.
    pub text: String,
    /// What was expected.
    pub why: &'static str,
}

impl Unexplained {
    /// The most characters of a line that are told.
    pub const LONGEST: usize = 200;

    /// A line, cut to a readable length.
    pub fn new(line: u32, text: &str, why: &'static str) -> Self {
        Self {
            line,
            text: text.chars().take(Self::LONGEST).collect(),
            why,
        }
    }
}
