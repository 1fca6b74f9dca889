//! The tables of one section, and which member each belongs to. The first table is the root; a
//! sentence above each further one names its parent.

use std::collections::HashMap;

use super::evidence::RowEvidence;
use super::rows;
use crate::facts::{Fact, Member, Page, Unexplained};
use crate::heading::Section;
use crate::nesting::{self, DEEPEST, is_indexed, join};
use crate::table::Columns;
use crate::text::PageText;
use crate::types::{self, Ours};
use crate::work;

/// One table.
struct IntroducedTable {
    columns: Columns,
    /// The sentences above it.
    intro: Option<Fact<String>>,
    /// The index of its header.
    header: usize,
    /// The index behind its last line.
    end: usize,
}

/// Reads the members of a section, parents before their members, and the columns of its first table.
pub(super) fn read(
    text: &PageText<'_>,
    section: &Section,
    evidence: &RowEvidence,
    page: &mut Page,
) -> (Vec<Member>, Option<Columns>) {
    for index in section.lines() {
        if Columns::is_unknown(text.at(index)) {
            let why = "a header with unknown columns";
            page.unexplained.push(text.unexplained(index, why));
        }
    }
    let tables = tables(text, section);
    if tables.is_empty() {
        page.unexplained.extend(first_row(text, section));
    }
    let columns = tables.first().map(|table| table.columns.clone());
    let mut tree = MemberTree {
        budget: nesting::budget(text.bytes()),
        ..MemberTree::default()
    };
    let mut waiting = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        let told = &mut page.unexplained;
        let lines = table.header + 1..table.end;
        let members = rows::read(text, &table.columns, lines, evidence, told);
        let root = index == 0 || tree.nodes.is_empty();
        match tree.parent_of(table.intro.as_ref()) {
            _ if root => tree.add(None, members, told),
            Some(parent) => tree.add(Some(parent), members, told),
            // Its parent may stand in a table further down.
            None => waiting.push((table, members)),
        }
    }
    for (table, members) in waiting {
        let parent = tree
            .parent_of(table.intro.as_ref())
            .or_else(|| tree.only_container(|_| true));
        if parent.is_some() {
            tree.add(parent, members, &mut page.unexplained);
            continue;
        }
        let intro = table.intro.as_ref();
        let line = intro.map_or(table.header, |intro| intro.lines.first as usize - 1);
        let why = "nothing tells which member this table belongs to";
        page.unexplained.push(text.unexplained(line, why));
    }
    (tree.into_members(), columns)
}

/// The first line of a section without a table that looks like a row: a name, and a plain type close behind.
fn first_row(text: &PageText<'_>, section: &Section) -> Option<Unexplained> {
    let is_row = |&index: &usize| {
        let mut words = text.at(index).split([' ', '\t']);
        words.next().is_some_and(types::is_name)
            && words.take(3).any(|word| {
                word.starts_with(|c: char| c.is_ascii_uppercase()) && Ours::plain(word).is_some()
            })
    };
    let why = "it looks like a row, and no header of a table stands above it";
    let row = section.lines().find(is_row)?;
    Some(text.unexplained(row, why))
}

/// Finds the tables of members in a section.
fn tables(text: &PageText<'_>, section: &Section) -> Vec<IntroducedTable> {
    let headers: Vec<_> = section
        .lines()
        .filter_map(|index| {
            let line = text.at(index);
            let columns = Columns::of(line).or_else(|| Columns::of_unknown(line))?;
            columns.members().then_some((index, columns))
        })
        .collect();
    let mut tables: Vec<IntroducedTable> = Vec::new();
    for (index, columns) in headers {
        if let Some(last) = tables.last_mut()
            && (last.header + 1..index).all(|index| text.is_blank(index))
        {
            // A header that is printed twice.
            last.header = index;
            continue;
        }
        let behind = tables
            .last()
            .map_or(section.first, |table| table.header + 1);
        let intro = intro(text, behind, index);
        if let Some(last) = tables.last_mut() {
            last.end = intro.unwrap_or(index);
        }
        tables.push(IntroducedTable {
            columns,
            intro: intro.and_then(|first| text.prose(first, index)),
            header: index,
            end: section.end,
        });
    }
    tables
}

/// The first line of the sentences right above a header: the lines up to an empty one, or one line where
/// no empty line parts them from the table before.
fn intro(text: &PageText<'_>, behind: usize, header: usize) -> Option<usize> {
    let full = |index: usize| !text.is_blank(index);
    let last = (behind..header).rev().find(|&index| full(index))?;
    match (behind..last).rev().find(|&index| !full(index)) {
        Some(empty) => Some(empty + 1),
        None => Some(last),
    }
}

/// Members and what belongs to them.
#[derive(Default)]
struct MemberTree {
    nodes: Vec<TreeMember>,
    roots: Vec<usize>,
    /// The nodes of a name, in order.
    by_name: HashMap<String, Vec<usize>>,
    /// The nodes whose members may stand in a table of their own.
    containers: Vec<usize>,
    /// How many bytes of paths may still be made.
    budget: usize,
}

/// How many members of one name, and how many containers, a sentence is weighed against. No page needs
/// more; without a limit, a page of many small tables would take the square of its length.
const WEIGHED: usize = 64;

struct TreeMember {
    member: Member,
    children: Vec<usize>,
    depth: usize,
}

impl MemberTree {
    /// Adds the rows of a table below a parent. Rows that are too deep or too long are told.
    fn add(
        &mut self,
        parent: Option<usize>,
        rows: Vec<Member>,
        unexplained: &mut Vec<Unexplained>,
    ) {
        let mut previous = None;
        for mut row in rows {
            let mut above = parent;
            let name = row.path.value.clone();
            if let Some((owner, name)) = name.split_once("::") {
                // `owner::name`, or a mark of depth: the owner is the last row that is none itself.
                let found = if owner.is_empty() {
                    previous
                } else {
                    self.last_named(owner)
                };
                above = found.or(parent);
                name.clone_into(&mut row.path.value);
            } else if let Some(parent) = parent
                && let Some(rest) = self.below(parent, &name)
            {
                row.path.value = rest;
            }
            let depth = above.map_or(0, |above| self.nodes[above].depth + 1);
            let prefix = above.map_or_else(String::new, |above| self.step(above));
            row.path.value = join(&prefix, &row.path.value);
            let Some(budget) = self
                .budget
                .checked_sub(row.path.value.len())
                .filter(|_| depth <= DEEPEST)
            else {
                unexplained.push(Unexplained::new(
                    row.path.lines.first,
                    &name,
                    "it nests too deep",
                ));
                continue;
            };
            self.budget = budget;
            let index = self.push(row, depth, above);
            if above == parent {
                previous = Some(index);
            }
        }
    }

    fn push(&mut self, member: Member, depth: usize, above: Option<usize>) -> usize {
        let index = self.nodes.len();
        self.by_name
            .entry(last_name(&member).to_owned())
            .or_default()
            .push(index);
        if is_container(&member) {
            self.containers.push(index);
        }
        self.nodes.push(TreeMember {
            member,
            children: Vec::new(),
            depth,
        });
        match above {
            Some(above) => self.nodes[above].children.push(index),
            None => self.roots.push(index),
        }
        index
    }

    /// A name without its parent's: `details.id` below `details`, with or without an index.
    fn below(&self, parent: usize, name: &str) -> Option<String> {
        let rest = name
            .strip_prefix(last_name(&self.nodes[parent].member))?
            .strip_prefix('.')?;
        let rest = match rest.split_once('.') {
            Some((first, rest)) if is_indexed(&format!("x.{first}")) => rest,
            _ => rest,
        };
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    /// The path that members of a node stand below.
    fn step(&self, node: usize) -> String {
        let member = &self.nodes[node].member;
        let path = member.path.value.clone();
        if is_indexed(&path) {
            return path;
        }
        let step = member.ours().map(Ours::step).unwrap_or_default();
        // A list of lists that has members is a list of objects, told twice.
        path + if step.starts_with("[]") { "[]" } else { &step }
    }

    fn last_named(&self, name: &str) -> Option<usize> {
        self.by_name.get(name)?.last().copied()
    }

    /// The member that the sentences above a table speak of: a container; one without members before one
    /// that has some, an inner before an outer one, the last named before the first.
    fn parent_of(&self, intro: Option<&Fact<String>>) -> Option<usize> {
        let intro = intro?;
        let mut best: Option<((bool, bool, usize, usize), usize)> = None;
        for (at, word) in identifiers(&intro.value).enumerate() {
            for name in plurals(word) {
                for &index in self
                    .by_name
                    .get(&name)
                    .into_iter()
                    .flat_map(|nodes| nodes.iter().rev().take(WEIGHED))
                {
                    work::done(1);
                    let node = &self.nodes[index];
                    let rank = (
                        is_container(&node.member),
                        node.children.is_empty(),
                        node.depth,
                        at,
                    );
                    best = best.max(Some((rank, index)));
                }
            }
        }
        best.map(|(_, index)| index)
            .or_else(|| self.described_by(&intro.value))
    }

    /// The one container without members whose description the sentence repeats.
    fn described_by(&self, intro: &str) -> Option<usize> {
        self.only_container(|member| {
            let mut clauses = member.text().split(['\n', ',', '。', '.', ';', '(']);
            let start = clauses.next().unwrap_or("").trim();
            start.chars().count() >= 2 && intro.contains(start)
        })
    }

    /// The one container without members of which something is true.
    fn only_container(&self, is: impl Fn(&Member) -> bool) -> Option<usize> {
        if self.containers.len() > WEIGHED {
            return None;
        }
        work::done(self.containers.len());
        let mut found = self.containers.iter().copied().filter(|&index| {
            self.nodes[index].children.is_empty() && is(&self.nodes[index].member)
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    fn into_members(self) -> Vec<Member> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut stack: Vec<usize> = self.roots.iter().rev().copied().collect();
        while let Some(index) = stack.pop() {
            order.push(index);
            stack.extend(self.nodes[index].children.iter().rev());
        }
        let nodes = self.nodes.into_iter();
        let mut members: Vec<Option<Member>> = nodes.map(|node| Some(node.member)).collect();
        order
            .into_iter()
            .filter_map(|index| members[index].take())
            .collect()
    }
}

/// The last name of a member's path, without an index.
fn last_name(member: &Member) -> &str {
    let mut path = member.path.value.as_str();
    while is_indexed(path) {
        path = match path.strip_suffix("[]") {
            Some(path) => path,
            None => path.rsplit_once('.').map_or("", |(path, _)| path),
        };
    }
    path.rsplit('.').next().unwrap_or(path)
}

fn is_container(member: &Member) -> bool {
    member.ours().is_some_and(Ours::may_have_members)
}

/// The ASCII names in a sentence, without indices.
fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .filter(|word| {
            word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        })
}

/// The names that a word of a sentence can mean: itself, and what it is the singular of.
fn plurals(word: &str) -> impl Iterator<Item = String> {
    ["", "s", "es", "List", "Set", "Array"]
        .into_iter()
        .map(move |end| format!("{word}{end}"))
}
