//! What all places of this crate share.

use std::borrow::Cow;
use std::fmt;

use super::value::Found;
use super::{Environment, ProvideCredentials};
use crate::transport::BoxFuture;

/// A place as it is written here: its name, and how it finds.
pub(super) trait Source: Send + Sync + fmt::Debug + 'static {
    /// What the place is called in errors.
    const NAME: &'static str;

    /// Looks for credentials, under the contract of [`ProvideCredentials`].
    fn find(&self, environment: &Environment) -> impl Future<Output = Found> + Send;
}

impl<S: Source> ProvideCredentials for S {
    fn name(&self) -> &str {
        S::NAME
    }

    fn provide<'a>(&'a self, environment: &'a Environment) -> BoxFuture<'a, Found> {
        Box::pin(self.find(environment))
    }
}

/// A name as a word of a command that a person is told to run: profiles are named as people like.
pub(super) fn shell_word(name: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_plain) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("'{}'", name.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_word_of_a_shell_whatever_is_in_it() {
        for (name, word) in [
            ("prod-1.a_b@c", "prod-1.a_b@c"),
            ("my profile", "'my profile'"),
            ("x; rm -r ~", "'x; rm -r ~'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(name), word);
        }
    }
}
