//! Members of the small JSON documents that credentials come in.

use std::fmt::Display;

use super::CredentialsError;
use crate::codec::Tree;
use crate::secret::Secret;

/// A JSON object that a service answered, or the error that there is none. The error shows nothing of
/// the text.
pub(super) fn parse(provider: &str, what: &str, text: &[u8]) -> Result<Tree, CredentialsError> {
    let tree = Tree::read(text).filter(Tree::is_object);
    tree.ok_or_else(|| {
        CredentialsError::malformed(provider, format_args!("{what} is not a JSON object"))
    })
}

/// A JSON object that a person or a tool wrote into a file; an error says where it is none.
pub(super) fn parse_file(
    provider: &str,
    file: impl Display,
    text: &Secret,
) -> Result<Tree, CredentialsError> {
    let wrong = |message: &dyn Display| CredentialsError::misconfigured(provider, message);
    match Tree::read_file(text.expose().as_bytes()) {
        Ok(tree) if tree.is_object() => Ok(tree),
        Ok(_) => Err(wrong(&format_args!("{file} is no JSON object"))),
        Err(mistake) => Err(wrong(&format_args!(
            "{file} is no JSON at line {}, column {}: expected {}",
            mistake.line, mistake.column, mistake.expected
        ))),
    }
}

/// A member that is a text and not blank.
pub(super) fn text<'a>(value: &'a Tree, name: &str) -> Option<&'a str> {
    let text = value.get(name)?.as_text()?.trim();
    (!text.is_empty()).then_some(text)
}

/// Takes a text out, so that the document keeps no copy of it.
pub(super) fn take(value: &mut Tree, name: &str) -> Option<String> {
    match value.take(name) {
        Tree::Text(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// The entry of this name in the list `profiles` of a command line's file.
pub(super) fn profile<'a>(configuration: &'a Tree, name: &str) -> Option<&'a Tree> {
    let mut profiles = configuration.get("profiles")?.as_list()?.iter();
    profiles.find(|profile| text(profile, "name") == Some(name))
}

/// The same, to be changed.
pub(super) fn profile_mut<'a>(configuration: &'a mut Tree, name: &str) -> Option<&'a mut Tree> {
    let profiles = configuration.member_mut("profiles")?.as_list_mut()?;
    let mut profiles = profiles.iter_mut();
    profiles.find(|profile| text(profile, "name") == Some(name))
}
