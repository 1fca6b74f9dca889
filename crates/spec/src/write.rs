//! The model as YAML, the way a person would have it: the keys in the language's order, nothing
//! that is only a default, and the line that tells editors the schema.

use std::fmt;
use std::ops::Range;

use cloudwright_vocabulary::told;
use serde::Serialize;

use crate::model::{Action, ProviderSpec, Service};
use crate::source::{self, Content};

/// A model that has no form in YAML.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
#[error("cannot be written as YAML: {0}")]
pub struct WriteError(pub(crate) String);

impl fmt::Debug for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| {
            f.debug_tuple("WriteError").field(&self.0).finish()
        })
    }
}

/// An action file.
///
/// # Errors
/// If the model holds what YAML cannot say. What [`load`](crate::load::load) reads can always be written.
pub fn action(action: &Action) -> Result<String, WriteError> {
    file("action", action)
}

/// A `service.yaml`.
///
/// # Errors
/// If the model holds what YAML cannot say. What [`load`](crate::load::load) reads can always be written.
pub fn service(service: &Service) -> Result<String, WriteError> {
    file("service", service)
}

/// A `provider.yaml`.
///
/// # Errors
/// If the model holds what YAML cannot say. What [`load`](crate::load::load) reads can always be written.
pub fn provider(provider: &ProviderSpec) -> Result<String, WriteError> {
    let schema = "# yaml-language-server: $schema=../schema/provider.schema.json\n";
    Ok(schema.to_owned() + &body(provider)?)
}

/// The text of a file with another value at a path of keys; all else stays, byte for byte.
///
/// ```
/// use cloudwright_spec::write::set_version;
///
/// let text = "crate: { name: x, version: 0.1.0 } # ours\n";
/// let set = set_version(text, &["crate", "version"], "0.2.0");
/// assert_eq!(set.as_deref(), Some("crate: { name: x, version: 0.2.0 } # ours\n"));
/// ```
pub fn set_version(text: &str, keys: &[&str], version: &str) -> Option<String> {
    let mut node = source::parse(text).ok()?.root?;
    for wanted in keys {
        let Content::Map(entries) = node.content else {
            return None;
        };
        let mut entries = entries.into_iter();
        node = entries.find(|(key, _)| key.text() == Some(wanted))?.1;
    }
    node.text()?;
    let Range { start, end } = node.bytes;
    Some(format!(
        "{}{version}{}",
        text.get(..start)?,
        text.get(end..)?
    ))
}

/// A spec file with what it says.
pub(crate) fn file(schema: &str, model: &impl Serialize) -> Result<String, WriteError> {
    let body = body(model)?;
    Ok(format!(
        "# yaml-language-server: $schema=../../schema/{schema}.schema.json\n{body}"
    ))
}

/// What it says, alone.
pub(crate) fn body(model: &impl Serialize) -> Result<String, WriteError> {
    let options = serde_yaml::ser_options! {
        // Words are quoted where this language's own reader needs it: `required: yes` is a word.
        yaml_12: true,
        no_lang_directive: true,
        // A line of a page stays a line.
        folded_wrap_chars: usize::MAX,
    };
    serde_yaml::to_string_with_options(model, options)
        .map_err(|error| WriteError(error.to_string()))
}
