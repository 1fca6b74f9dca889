//! The tables of one part of a page, and which member each belongs to. The first table is the root; a
//! sentence above each further one names its parent.

use super::evidence::Evidence;
use super::rows;
use crate::facts::{Fact, Member, Page, Unexplained};
use crate::heading::Section;
use crate::nesting::{is_indexed, join};
use crate::table::Columns;
use crate::text::Text;
use crate::types::Ours;

/// How deep members nest.
const DEEPEST: usize = 24;

/// One table.
struct Table {
    columns: Columns,
    tabs: bool,
    /// The sentences above it.
    intro: Option<Fact<String>>,
    /// The index of its header.
    header: usize,
    /// The index behind its last line.
    end: usize,
}

/// Reads the members of a section, parents before their members, and the columns of its first table.
pub(super) fn read(
    text: &Text<'_>,
    section: &Section,
    evidence: &Evidence,
    page: &mut Page,
) -> (Vec<Member>, Option<Columns>) {
    let tables = tables(text, section);
    let columns = tables.first().map(|table| table.columns.clone());
    let mut tree = Tree::default();
    let mut waiting = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        let members = rows::read(
            text,
            &table.columns,
            table.tabs,
            (table.header + 1, table.end),
            evidence,
            &mut page.unexplained,
        );
        let root = index == 0 || tree.nodes.is_empty();
        match tree.parent_of(table.intro.as_ref()) {
            _ if root => tree.add(None, members),
            Some(parent) => tree.add(Some(parent), members),
            // Its parent may stand in a table further down.
            None => waiting.push((table, members)),
        }
    }
    for (table, members) in waiting {
        match tree
            .parent_of(table.intro.as_ref())
            .or_else(|| tree.only_empty_container())
        {
            Some(parent) => tree.add(Some(parent), members),
            None => {
                let line = table
                    .intro
                    .as_ref()
                    .map_or(table.header, |intro| intro.lines.first as usize - 1);
                page.unexplained.push(Unexplained::new(
                    u32::try_from(line + 1).unwrap_or(u32::MAX),
                    text.at(line),
                    "nothing tells which member this table belongs to",
                ));
            }
        }
    }
    (tree.into_members(), columns)
}

/// Finds the tables of members in a section.
fn tables(text: &Text<'_>, section: &Section) -> Vec<Table> {
    let headers: Vec<_> = (section.first..section.end)
        .filter_map(|index| {
            let columns = Columns::of_line(&text.lines()[index])?;
            columns.members().then_some((index, columns))
        })
        .collect();
    let mut tables: Vec<Table> = Vec::new();
    for (index, columns) in headers {
        let behind = tables
            .last()
            .map_or(section.first, |table| table.header + 1);
        let intro = intro(text, behind, index);
        if let Some(last) = tables.last_mut() {
            last.end = intro.unwrap_or(index);
        }
        tables.push(Table {
            columns,
            tabs: text.lines()[index].has_tabs(),
            intro: intro.and_then(|first| text.prose(first, index)),
            header: index,
            end: section.end,
        });
    }
    tables
}

/// The first line of the sentences right above a header: the lines up to an empty one, or one line where
/// no empty line parts them from the table before.
fn intro(text: &Text<'_>, behind: usize, header: usize) -> Option<usize> {
    let full = |index: usize| !text.at(index).trim().is_empty();
    let last = (behind..header).rev().find(|&index| full(index))?;
    match (behind..last).rev().find(|&index| !full(index)) {
        Some(empty) => Some(empty + 1),
        None => Some(last),
    }
}

/// Members and what belongs to them.
#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

struct Node {
    member: Member,
    children: Vec<usize>,
    depth: usize,
}

impl Tree {
    /// Adds the rows of a table below a parent.
    fn add(&mut self, parent: Option<usize>, rows: Vec<Member>) {
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
            if depth > DEEPEST {
                continue;
            }
            let prefix = above.map_or_else(String::new, |above| self.step(above));
            row.path.value = join(&prefix, &row.path.value);
            let index = self.nodes.len();
            self.nodes.push(Node {
                member: row,
                children: Vec::new(),
                depth,
            });
            match above {
                Some(above) => self.nodes[above].children.push(index),
                None => self.roots.push(index),
            }
            if above == parent {
                previous = Some(index);
            }
        }
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
        let step = member
            .r#type
            .as_ref()
            .map(|r#type| r#type.value.ours().step())
            .unwrap_or_default();
        // A list of lists that has members is a list of objects, told twice.
        path + if step.starts_with("[]") { "[]" } else { &step }
    }

    fn last_named(&self, name: &str) -> Option<usize> {
        self.nodes
            .iter()
            .rposition(|node| last_name(&node.member) == name)
    }

    /// The member that the sentences above a table speak of: a container; one without members before one
    /// that has some, an inner before an outer one, the last named before the first.
    fn parent_of(&self, intro: Option<&Fact<String>>) -> Option<usize> {
        let intro = intro?;
        // Only the sentence right above the table counts where several lines stand there.
        let words: Vec<&str> = identifiers(&intro.value).collect();
        let mut best: Option<(usize, (bool, bool, usize, usize))> = None;
        for (index, node) in self.nodes.iter().enumerate() {
            let name = last_name(&node.member);
            let Some(at) = words.iter().rposition(|word| names(word, name)) else {
                continue;
            };
            let rank = (
                is_container(&node.member),
                node.children.is_empty(),
                node.depth,
                at,
            );
            if best.is_none_or(|(_, known)| rank > known) {
                best = Some((index, rank));
            }
        }
        best.map(|(index, _)| index)
            .or_else(|| self.described_by(&intro.value))
    }

    /// The container whose description the sentence repeats.
    fn described_by(&self, intro: &str) -> Option<usize> {
        let mut found = self.nodes.iter().enumerate().filter(|(_, node)| {
            is_container(&node.member)
                && node.children.is_empty()
                && node.member.description.as_ref().is_some_and(|text| {
                    let start = text
                        .value
                        .split(['\n', ',', '。', '.', ';', '('])
                        .next()
                        .unwrap_or("")
                        .trim();
                    start.chars().count() >= 2 && intro.contains(start)
                })
        });
        let first = found.next().map(|(index, _)| index);
        if found.next().is_some() { None } else { first }
    }

    /// The one container that has no members yet.
    fn only_empty_container(&self) -> Option<usize> {
        let mut found = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.children.is_empty() && is_container(&node.member));
        let first = found.next().map(|(index, _)| index);
        if found.next().is_some() { None } else { first }
    }

    fn into_members(self) -> Vec<Member> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut stack: Vec<usize> = self.roots.iter().rev().copied().collect();
        while let Some(index) = stack.pop() {
            order.push(index);
            stack.extend(self.nodes[index].children.iter().rev());
        }
        let mut members: Vec<Option<Member>> = self
            .nodes
            .into_iter()
            .map(|node| Some(node.member))
            .collect();
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
    member.r#type.as_ref().is_some_and(|r#type| {
        matches!(
            r#type.value.ours(),
            Ours::Object | Ours::Named(_) | Ours::List(_) | Ours::Map(_) | Ours::Any
        )
    })
}

/// The ASCII names in a sentence, without indices.
fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .filter(|word| {
            word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        })
}

/// Whether a word of a sentence names a member: the same, or the singular of it.
fn names(word: &str, name: &str) -> bool {
    word == name
        || ["s", "es", "List", "Set", "Array"]
            .iter()
            .any(|end| name.strip_suffix(end).is_some_and(|single| single == word))
}
