//! A row of a table of members, whatever its layout.

use crate::dialect::alibaba::glued::RowHead;
use crate::facts::{Fact, Member, Place, Span};
use crate::nesting::is_singular;
use crate::types::{Ours, Type};
use crate::words::{in_name, starts_with_any};

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct TableRow {
    /// The member of its cells alone: the path is its name, which is empty for a row without one, an
    /// object at the root or the item of a list.
    pub(super) member: Member,
    /// How many `└` stand before the name.
    pub(super) depth: usize,
    /// The row, counted over the answer's tables, that the table starting here belongs to.
    pub(super) under: Option<usize>,
}

impl TableRow {
    pub(super) fn new(name: &str, lines: Span) -> Self {
        Self::of(Member::named(name, lines))
    }

    /// The row of a member whose name has its marks of depth still.
    pub(super) fn of(mut member: Member) -> Self {
        let name = &member.path.value;
        let bare = name.trim_start_matches('└');
        let depth = (name.len() - bare.len()) / '└'.len_utf8();
        member.path.value = bare.trim().to_owned();
        Self {
            member,
            depth,
            under: None,
        }
    }

    pub(super) fn of_head(head: &RowHead<'_>, depth: usize, lines: Span) -> Self {
        let mut row = Self::new(head.name, lines);
        row.depth = depth;
        let example = head.example.trim();
        let member = &mut row.member;
        member.r#type = Some(Fact::stated(Type::new(head.words), lines));
        member.required = head.required.map(|value| Fact::stated(value, lines));
        member.place = head.place.map(|value| Fact::stated(value, lines));
        member.example = (!example.is_empty()).then(|| Fact::stated(example.to_owned(), lines));
        row
    }

    /// Its member, as one that travels in a header.
    pub(super) fn header(&self) -> Member {
        Member {
            place: Some(Fact::stated(Place::Header, self.member.path.lines)),
            ..self.member.clone()
        }
    }

    /// Its name, which may be empty.
    pub(super) fn name(&self) -> &str {
        &self.member.path.value
    }

    /// Whether it says its type.
    pub(super) fn is_typed(&self) -> bool {
        self.member.r#type.is_some()
    }

    /// Whether members can stand in it.
    pub(super) fn is_container(&self) -> bool {
        self.member.ours().is_some_and(|ours| {
            let inner = match ours {
                Ours::List(item) | Ours::Map(item) => item,
                ours => ours,
            };
            inner.may_have_members()
        })
    }

    /// Whether it is a list whose items may have members.
    pub(super) fn is_list(&self) -> bool {
        self.is_container() && self.member.ours().is_some_and(Ours::is_list)
    }

    /// Whether a row of that name right below it stands for its items.
    pub(super) fn has_item(&self, name: &str) -> bool {
        let item = self.member.ours().and_then(Ours::name);
        self.is_list()
            && (is_singular(name, self.name())
                || item.is_some_and(|item| item.eq_ignore_ascii_case(name)))
    }
}

/// Whether a row only says where the parameters are that every action takes: `<公共请求参数>--参见…`.
pub(super) fn is_common(line: &str) -> bool {
    const COMMON: &[&str] = &[
        "公共请求参数",
        "公共返回参数",
        "公共参数",
        "Common request parameters",
        "Common parameters",
    ];
    starts_with_any(line.trim_start_matches('<'), COMMON) && line.contains(['-', '\t'])
}

/// Whether a cell can be the name of a row.
pub(super) fn is_row_name(cell: &str) -> bool {
    let name = cell.trim_start_matches('└').trim_start();
    !name.is_empty()
        && name.len() <= 128
        && name.starts_with(|c| in_name(c) || "${[@".contains(c))
        && name
            .chars()
            .all(|c| in_name(c) || "-./{}[]$:@#".contains(c))
}
