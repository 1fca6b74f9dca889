//! Where in an answer a value is: `$.Response.Data.LogInfo[3].InvokePara`.
//!
//! While reading, a path is a chain of frames on the stack and costs no allocation; its text is
//! made only for an error or a finding.

use std::cell::Cell;
use std::fmt::{self, Write};
use std::hash::{DefaultHasher, Hasher};

use cloudwright_vocabulary::secret::may_be_secret;

use crate::secret::beginning;

/// Characters of a member's name that are shown; a hostile answer may have longer ones.
const SHOWN_NAME: usize = 64;

/// A step and the steps before it.
#[derive(Clone, Debug)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: PathStep<'p>,
    /// What [`Self::mark`] gave; 0 before. Kept, so that a million findings below one place do not
    /// walk the way there a million times.
    mark: Cell<u64>,
}

#[derive(Clone, Copy, Debug)]
enum PathStep<'p> {
    Root,
    Member(&'p str),
    Item(usize),
}

impl<'p> Path<'p> {
    /// The whole answer.
    pub(super) fn root() -> Self {
        Self::new(None, PathStep::Root)
    }

    pub(super) fn member(&'p self, name: &'p str) -> Self {
        Self::new(Some(self), PathStep::Member(name))
    }

    pub(super) fn item(&'p self, index: usize) -> Self {
        Self::new(Some(self), PathStep::Item(index))
    }

    fn new(parent: Option<&'p Self>, step: PathStep<'p>) -> Self {
        Self {
            parent,
            step,
            mark: Cell::new(0),
        }
    }

    /// The name of the member that it ends in.
    pub(super) fn name(&self) -> Option<&'p str> {
        match self.step {
            PathStep::Member(name) => Some(name),
            PathStep::Root | PathStep::Item(_) => None,
        }
    }

    /// A number that stands for the path, the same for every item of a list.
    pub(super) fn mark(&self) -> u64 {
        if self.mark.get() == 0 {
            let mut hasher = DefaultHasher::new();
            hasher.write_u64(self.parent.map_or(0, Self::mark));
            if let PathStep::Member(name) = self.step {
                // No more than is shown of a name tells one from another.
                let shown = name.len().min(4 * SHOWN_NAME);
                hasher.write(&name.as_bytes()[..shown]);
                hasher.write_usize(name.len());
            }
            self.mark.set(hasher.finish().max(1));
        }
        self.mark.get()
    }

    /// The same path for every item of a list: `$.Response.Data.LogInfo[].InvokePara`.
    pub(super) fn pattern(&self) -> String {
        self.text(false)
    }

    pub(super) fn text(&self, with_index: bool) -> String {
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write(&mut text, with_index);
        text
    }

    /// Whether a name on the way says that what is below may be a secret.
    pub(super) fn is_secret(&self) -> bool {
        let here = match self.step {
            PathStep::Member(name) => may_be_secret(name),
            PathStep::Root | PathStep::Item(_) => false,
        };
        here || self.parent.is_some_and(Self::is_secret)
    }

    fn write(&self, to: &mut dyn Write, with_index: bool) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.write(to, with_index)?;
        }
        match self.step {
            PathStep::Root => to.write_char('$'),
            PathStep::Member(name) => write_member(to, name),
            PathStep::Item(index) if with_index => write!(to, "[{index}]"),
            PathStep::Item(_) => to.write_str("[]"),
        }
    }
}

fn write_member(to: &mut dyn Write, name: &str) -> fmt::Result {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    if !name.is_empty() && name.len() <= SHOWN_NAME && name.chars().all(is_plain) {
        return write!(to, ".{name}");
    }
    match beginning(name, SHOWN_NAME) {
        None => write!(to, "[{name:?}]"),
        Some(start) => write!(to, "[{start:?}…]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_one_would_write_it() {
        let root = Path::root();
        let data = root.member("Data");
        let list = data.member("LogInfo");
        let item = list.item(3);
        let member = item.member("ClusterRegion");
        assert_eq!(member.text(true), "$.Data.LogInfo[3].ClusterRegion");
        assert_eq!(member.pattern(), "$.Data.LogInfo[].ClusterRegion");
    }

    #[test]
    fn a_mark_tells_paths_apart_but_not_the_items_of_a_list() {
        let root = Path::root();
        let (list, other) = (root.member("List"), root.member("Other"));
        let (first, second) = (list.item(0), list.item(1));
        assert_eq!(first.member("a").mark(), second.member("a").mark());
        let different = [
            root.mark(),
            list.mark(),
            other.mark(),
            first.mark(),
            first.member("a").mark(),
            list.member("a").mark(),
            other.item(0).mark(),
        ];
        for (place, mark) in different.iter().enumerate() {
            assert!(!different[..place].contains(mark), "{place}");
        }
        // It is kept: the next child does not walk up again.
        assert_eq!(second.mark.get(), second.mark());
        assert_eq!(list.mark.get(), list.mark());
    }

    #[test]
    fn odd_names_are_quoted_and_bounded() {
        assert_eq!(Path::root().member("a.b").text(true), r#"$["a.b"]"#);
        assert_eq!(Path::root().member("").text(true), r#"$[""]"#);
        assert_eq!(Path::root().member("\n]").text(true), r#"$["\n]"]"#);
        assert_eq!(Path::root().member("地域").text(true), "$.地域");
        let long = "界".repeat(1000);
        assert!(Path::root().member(&long).text(true).chars().count() < 80);
    }

    #[test]
    fn what_is_below_a_secret_name_is_secret() {
        let root = Path::root();
        let credentials = root.member("Credentials");
        assert!(credentials.member("Id").is_secret());
        assert!(Path::root().member("TmpSecretKey").is_secret());
        assert!(!Path::root().member("RepoName").is_secret());
    }
}
