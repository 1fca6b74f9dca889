//! The model as YAML, the way a person would have it: the keys in the language's order, nothing
//! that is only a default, and the line that tells editors the schema.

use std::fmt;
use std::ops::Range;

use cloudwright_vocabulary::told;
use serde::Serialize;

use crate::model::{Action, Service};
use crate::source::{self, Content};

/// A model that has no form in YAML.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
#[error("cannot be written as YAML: {0}")]
pub struct WriteError(String);

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

fn file(schema: &str, model: &impl Serialize) -> Result<String, WriteError> {
    let body = serde_yaml::to_string(model).map_err(|error| WriteError(error.to_string()))?;
    Ok(format!(
        "# yaml-language-server: $schema=../../schema/{schema}.schema.json\n{body}"
    ))
}
