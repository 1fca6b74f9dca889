//! Text that must not be seen: keys, tokens, passwords.
//!
//! A [`Secret`] shows itself only through [`Secret::expose`], compares without telling where two
//! texts part, and is wiped when its last clone goes. What it cannot do: wipe the copies others
//! made, such as the environment of the process, or the request a secret was sent in.

mod encoded;
mod line;
pub(crate) mod redact;
mod redactor;
pub(crate) mod retold;
#[cfg(test)]
mod secrecy;
mod secrets;

pub(crate) use line::{Line, beginning, one_line};
pub(crate) use redactor::Redactor;
pub(crate) use secrets::{Secrets, shortened};

use std::fmt;
use std::sync::Arc;

use cloudwright_sign::verify::same_signature;
use cloudwright_vocabulary::secret::HIDDEN;
use zeroize::Zeroizing;

/// A key, a token or a password.
///
/// Clones share one allocation, which is overwritten when the last of them is dropped.
///
/// ```
/// use cloudwright_core::Secret;
///
/// let secret = Secret::from("open sesame");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose(), "open sesame");
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes over `text`; no copy is made.
    pub fn new(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }

    /// The text itself. Every use of this is a place to look at in a review.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HIDDEN)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl PartialEq for Secret {
    /// Takes the same time wherever the two differ; only the lengths can be told apart.
    fn eq(&self, other: &Self) -> bool {
        same_signature(self.expose(), other.expose())
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = Secret::from("hunter2");
        assert_eq!(format!("{secret:?} {secret:#?}"), "[redacted] [redacted]");
        assert_eq!(format!("{:?}", Some(&secret)), "Some([redacted])");
    }

    #[test]
    fn secrets_are_equal_when_their_texts_are() {
        for (left, right, equal) in [
            ("", "", true),
            ("a", "a", true),
            ("a", "b", false),
            ("a", "ab", false),
            ("", "a", false),
            ("xa", "ya", false),
        ] {
            assert_eq!(Secret::from(left) == Secret::from(right), equal);
        }
    }

    #[test]
    fn clones_share_the_text_so_that_there_is_one_copy_to_wipe() {
        let secret = Secret::new("shared".to_owned());
        let clone = secret.clone();
        assert!(std::ptr::eq(secret.expose(), clone.expose()));
    }
}
