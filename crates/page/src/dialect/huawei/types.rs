//! Which table holds the members of a type or of an object: that of the type's name, the one that the
//! description names by its number, or that of the member's own name. Tables are read elsewhere.

use std::collections::{HashMap, HashSet};

use crate::dialect::huawei::caption::{self, Holds};
use crate::dialect::huawei::captioned::CaptionedTable;
use crate::facts::{Member, Unexplained};
use crate::nesting::{self, is_singular};
use crate::types::Ours;

/// The tables of types, as one part of a page sees them.
#[derive(Default)]
pub(super) struct TypeTables {
    members: Vec<Vec<Member>>,
    /// The first of a name.
    by_name: HashMap<String, usize>,
    /// The first of a name below a status.
    by_status: HashMap<(String, String), usize>,
    /// The table of a number, of either part.
    by_number: HashMap<u32, usize>,
}

impl TypeTables {
    pub(super) fn of(tables: &[CaptionedTable], response: bool) -> Self {
        let mut types = Self::default();
        for table in tables {
            let Holds::Type(name) = &table.holds else {
                continue;
            };
            let index = types.members.len();
            types.members.push(table.members.clone());
            if let Some(number) = table.number {
                types.by_number.entry(number).or_insert(index);
            }
            if (table.is_of_response()) != response {
                continue;
            }
            let name = if caption::is_item(name) { "[]" } else { name };
            types.by_name.entry(name.to_owned()).or_insert(index);
            if let Some(status) = &table.status {
                let key = (name.to_owned(), status.value.clone());
                types.by_status.entry(key).or_insert(index);
            }
        }
        types
    }

    /// Of several tables with one name, that of the same status.
    fn index(&self, name: &str, status: Option<&str>) -> Option<usize> {
        status
            .and_then(|status| self.by_status.get(&(name.to_owned(), status.to_owned())))
            .or_else(|| self.by_name.get(name))
            .copied()
            .or_else(|| self.only(|known| known.eq_ignore_ascii_case(name)))
    }

    /// The only table with such a name.
    fn only(&self, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        let mut names = self.by_name.iter().filter(|(name, _)| is_it(name));
        let found = names.next().map(|(_, index)| *index);
        found.filter(|_| names.next().is_none())
    }

    /// The table that a member without a name of its type has its members in.
    fn of_member(&self, member: &Member, status: Option<&str>) -> Option<usize> {
        let name = member.path.value.as_str();
        let linked = || references(member).find_map(|number| self.by_number.get(&number).copied());
        // The table of one `tag` holds the members of all `tags`.
        let singular = || self.only(|one| is_singular(one, name));
        linked()
            .or_else(|| self.index(name, status))
            .or_else(singular)
    }

    /// Expands members with the tables of their types.
    pub(super) fn expand(
        &self,
        roots: &[Member],
        status: Option<&str>,
        budget: &mut usize,
        unexplained: &mut Vec<Unexplained>,
    ) -> Vec<Member> {
        let child = |_: &str, member: &Member| {
            let ours = member.ours()?;
            match ours.name() {
                Some(name) => self.index(name, status),
                None if is_open(ours) => self.of_member(member, status),
                None => None,
            }
        };
        nesting::expand(roots, &self.members, &child, budget, unexplained)
    }
}

/// Whether a type without a name has members that its words do not tell.
fn is_open(ours: &Ours) -> bool {
    match ours {
        Ours::List(item) | Ours::Map(item) => is_open(item),
        ours => matches!(ours, Ours::Object | Ours::Any),
    }
}

/// The numbers of the tables that a member's description names.
fn references(member: &Member) -> impl Iterator<Item = u32> {
    caption::references(member.text())
}

/// A table whose caption says nothing and that an object of an earlier table of the same part names by its
/// number holds the members of that object.
pub(super) fn link(tables: &mut [CaptionedTable]) {
    let named: HashSet<(bool, u32)> = tables
        .iter()
        .flat_map(|table| {
            let response = table.is_of_response();
            table
                .members
                .iter()
                .filter(|member| member.ours().is_some_and(is_open))
                .flat_map(references)
                .filter(move |number| table.number.is_some_and(|own| own < *number))
                .map(move |number| (response, number))
        })
        .collect();
    for table in tables {
        let response = table.is_of_response();
        let general = matches!(table.holds, Holds::Parameters | Holds::Uri);
        if let Some(number) = table.number.filter(|_| general)
            && named.contains(&(response, number))
        {
            // It is found by its number; a name that no member has keeps it from being found by another.
            table.holds = Holds::Type(format!("Table {number}"));
        }
    }
}
