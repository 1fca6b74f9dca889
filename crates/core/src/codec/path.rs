//! Where in an answer a value is: `$.Response.Data.LogInfo[3].InvokePara`.
//!
//! While reading, a path is a chain of frames on the stack and costs no allocation; its text is
//! made only for an error or a finding.

use std::fmt::{self, Write};

use cloudwright_vocabulary::secret::may_be_secret;

use crate::error::beginning;

/// Characters of a member's name that are shown; a hostile answer may have longer ones.
const SHOWN_NAME: usize = 64;

/// A step and the steps before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Member(&'p str),
    Item(usize),
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Root,
    };

    pub(super) fn member(&'p self, name: &'p str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    pub(super) fn item(&'p self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Item(index),
        }
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
            Step::Member(name) => may_be_secret(name),
            Step::Root | Step::Item(_) => false,
        };
        here || self.parent.is_some_and(Self::is_secret)
    }

    fn write(&self, to: &mut dyn Write, with_index: bool) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.write(to, with_index)?;
        }
        match self.step {
            Step::Root => to.write_char('$'),
            Step::Member(name) => write_member(to, name),
            Step::Item(index) if with_index => write!(to, "[{index}]"),
            Step::Item(_) => to.write_str("[]"),
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
        let data = Path::ROOT.member("Data");
        let list = data.member("LogInfo");
        let item = list.item(3);
        let member = item.member("ClusterRegion");
        assert_eq!(member.text(true), "$.Data.LogInfo[3].ClusterRegion");
        assert_eq!(member.pattern(), "$.Data.LogInfo[].ClusterRegion");
    }

    #[test]
    fn odd_names_are_quoted_and_bounded() {
        assert_eq!(Path::ROOT.member("a.b").text(true), r#"$["a.b"]"#);
        assert_eq!(Path::ROOT.member("").text(true), r#"$[""]"#);
        assert_eq!(Path::ROOT.member("\n]").text(true), r#"$["\n]"]"#);
        assert_eq!(Path::ROOT.member("地域").text(true), "$.地域");
        let long = "界".repeat(1000);
        assert!(Path::ROOT.member(&long).text(true).chars().count() < 80);
    }

    #[test]
    fn what_is_below_a_secret_name_is_secret() {
        let credentials = Path::ROOT.member("Credentials");
        assert!(credentials.member("Id").is_secret());
        assert!(Path::ROOT.member("TmpSecretKey").is_secret());
        assert!(!Path::ROOT.member("RepoName").is_secret());
    }
}
