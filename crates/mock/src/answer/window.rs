//! Which rows a request asks for.

use std::ops::Range;

use cloudwright_spec::model::{Member, Pagination};
use serde_json::Value;

use crate::catalog::ActionTypes;
use crate::parameters::Parameters;

/// Rows on a page where neither the request nor the spec nor the sample says how many.
const USUAL_SIZE: u64 = 20;

/// Most rows on a page where the spec has no bound.
const MOST: u64 = 1000;

/// Where the rows begin that are asked for, and how many of them there are at most.
pub(super) struct Window {
    offset: u64,
    size: u64,
}

impl Window {
    pub(super) fn of(
        types: ActionTypes,
        pagination: &Pagination,
        parameters: &Parameters,
        result: &Value,
    ) -> Self {
        let members = &types.action.request;
        let number = |name: &str| {
            let number = parameters.integer(members, name);
            number.and_then(|number| u64::try_from(number).ok())
        };
        // What an answer was made up of is no page's size.
        let sample = Some(result).filter(|_| !types.action.samples.is_empty());
        let size_of = |name: &Option<String>| size(name.as_deref(), members, parameters, sample);
        match pagination {
            Pagination::Offset { offset, limit, .. } => Self {
                offset: number(offset).unwrap_or(0),
                size: size_of(limit),
            },
            Pagination::Page { page, size, .. } => {
                Self::of_page(number(page).unwrap_or(1), size_of(size))
            }
            Pagination::Token { token, limit, .. } => {
                let (given, size) = (parameters.tree.get(token), size_of(limit));
                // A token that was not made here, such as the sample's own, leads to the end.
                let offset = match given {
                    None => match Self::numbered(types, parameters) {
                        Some(numbered) => return numbered,
                        None => 0,
                    },
                    Some(Value::Number(number)) => number.as_u64().unwrap_or(u64::MAX),
                    Some(Value::String(text)) if !text.is_empty() => {
                        text.parse().unwrap_or(u64::MAX)
                    }
                    Some(_) => 0,
                };
                Self { offset, size }
            }
        }
    }

    fn of_page(number: u64, size: u64) -> Self {
        let offset = number.saturating_sub(1).saturating_mul(size);
        Self { offset, size }
    }

    /// The page that is asked for by its number, beside the token that is documented first.
    fn numbered(types: ActionTypes, parameters: &Parameters) -> Option<Self> {
        let members = &types.action.request;
        let (page, size_name) = number_names(parameters)?;
        let number = parameters.integer(members, page).unwrap_or(1);
        let size = size(Some(size_name), members, parameters, None);
        Some(Self::of_page(u64::try_from(number).unwrap_or(1), size))
    }

    /// The page's number, counted from 1, and its size.
    pub(super) fn page(&self) -> (u64, u64) {
        let number = self.offset / self.size.max(1);
        (number.saturating_add(1), self.size)
    }

    /// The end of those that are there, of `count` rows altogether.
    pub(super) fn end(&self, count: u64) -> u64 {
        self.offset.saturating_add(self.size).min(count)
    }

    pub(super) fn range(&self, count: u64) -> Range<u64> {
        self.offset..self.end(count)
    }
}

/// Whether a request says where to begin or how many rows to return.
pub(super) fn is_asked_for(pagination: &Pagination, parameters: &Parameters) -> bool {
    let (start, size) = match pagination {
        Pagination::Offset { offset, limit, .. } => (offset, limit),
        Pagination::Page { page, size, .. } => (page, size),
        Pagination::Token { token, limit, .. } => (token, limit),
    };
    let mut names = std::iter::once(start).chain(size);
    names.any(|name| parameters.tree.contains_key(name)) || number_names(parameters).is_some()
}

/// Names of parameters that number pages and size them, beside the token that is documented first: many of
/// Alibaba's lists take either.
const NUMBERS: &[(&str, &str)] = &[("PageNumber", "PageSize"), ("PageNo", "PageSize")];

/// Those of them that a request gives, one or both.
fn number_names(parameters: &Parameters) -> Option<(&'static str, &'static str)> {
    let is_given = |name: &str| parameters.tree.contains_key(name);
    let mut names = NUMBERS.iter().copied();
    names.find(|(page, size)| is_given(page) || is_given(size))
}

fn size(
    name: Option<&str>,
    members: &[Member],
    parameters: &Parameters,
    sample: Option<&Value>,
) -> u64 {
    let positive = |number: i64| u64::try_from(number).ok().filter(|number| *number > 0);
    let given = name.and_then(|name| parameters.integer(members, name));
    let of_sample = || sample?.as_object()?.get("PageSize")?.as_u64();
    let member = name.and_then(|name| members.iter().find(|member| member.name == name));
    let most = member.and_then(|member| member.max).and_then(positive);
    let size = given.and_then(positive).or_else(of_sample);
    size.unwrap_or(USUAL_SIZE).min(most.unwrap_or(MOST))
}
