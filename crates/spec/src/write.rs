//! The model as YAML, the way a person would have it: the keys in the language's order, nothing
//! that is only a default, and the line that tells editors the schema.

use std::fmt;

use cloudwright_vocabulary::told;
use serde::Serialize;

use crate::model::{Action, Service};

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

fn file(schema: &str, model: &impl Serialize) -> Result<String, WriteError> {
    let body = serde_yaml::to_string(model).map_err(|error| WriteError(error.to_string()))?;
    Ok(format!(
        "# yaml-language-server: $schema=../../schema/{schema}.schema.json\n{body}"
    ))
}
