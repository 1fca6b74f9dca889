//! Import: a product's inventory of facts becomes specs.
//!
//! The input is [`inventory::Product`]. Every fact of it ends up in a spec, or is refused with its
//! place; what came from prose and is unverified becomes prose again (a `doc:`), never a bound.
//! Nothing is written here: the result is text by path, like everything in this crate.

mod field;
pub mod hosts;
mod inner;
pub mod inventory;
mod merging;
mod naming_clashes;
mod own_parameters;
mod product;
mod samples;
pub mod tencent;
mod whole_bodies;

use std::collections::BTreeMap;
use std::fmt;

use cloudwright_vocabulary::told;
use thiserror::Error;

pub(crate) use product::{access as access_of, class_of, name_problem, summary as summary_of};

use crate::load::SourceFile;
use inventory::{Object, Product};
pub use merging::Merging;

/// The name of the format that is read.
pub const FORMAT: &str = "scale-neutral/1";

/// What an inventory became.
#[derive(Debug)]
pub struct Imported {
    /// The spec files, by path below the specs folder.
    pub files: Vec<SourceFile>,
    /// Actions that were left out because they cannot be expressed; empty unless that was allowed.
    pub left_out: Vec<Inexpressible>,
    /// Headers and regions that the inventory lists as parameters and every client sets itself, each with
    /// the number of actions that list it: requests have them without a parameter.
    pub own_parameters: BTreeMap<String, usize>,
}

/// How an inventory is imported.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the service is called in folder, crate and facade, in place of its product: where a product
    /// is spoken in several versions, each needs a name of its own. Nothing of it reaches the wire.
    pub name: Option<String>,
    /// Leaves out actions that cannot be expressed, and lists them; otherwise nothing is imported then.
    pub allow_partial: bool,
}

/// One thing that a spec cannot express.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Inexpressible {
    /// Where it is: `actions[3] PutObject: params body`.
    pub place: String,
    /// Why it cannot be expressed.
    pub reason: String,
}

impl Inexpressible {
    fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }
}

/// Why an inventory cannot be imported.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Error)]
pub enum ImportError {
    /// It is no inventory; the message holds line and column.
    #[error("this is no `{FORMAT}` inventory: {0}")]
    Format(#[from] serde_json::Error),
    /// It is none of the vendor's own metadata; the message holds line and column.
    #[error("this is no metadata of the vendor: {0}")]
    Metadata(#[source] serde_json::Error),
    /// Parts of it cannot be expressed; all of them are listed.
    #[error("{} that specs cannot express:\n{}", count(.0), list(.0))]
    Refused(Vec<Inexpressible>),
    /// A spec could not be written as YAML.
    #[error("{file} cannot be written as YAML: {reason}")]
    Yaml {
        /// The spec file.
        file: String,
        /// The writer's words.
        reason: String,
    },
}

impl fmt::Debug for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| match self {
            Self::Format(source) => f.debug_tuple("Format").field(source).finish(),
            Self::Metadata(source) => f.debug_tuple("Metadata").field(source).finish(),
            Self::Refused(refusals) => f.debug_tuple("Refused").field(refusals).finish(),
            Self::Yaml { file, reason } => f
                .debug_struct("Yaml")
                .field("file", file)
                .field("reason", reason)
                .finish(),
        })
    }
}

fn count(refusals: &[Inexpressible]) -> String {
    match refusals.len() {
        1 => "one thing".to_owned(),
        many => format!("{many} things"),
    }
}

fn list(refusals: &[Inexpressible]) -> String {
    let lines = refusals.iter().map(|refusal| format!("  {refusal}"));
    lines.collect::<Vec<String>>().join("\n")
}

/// What an inventory states, to be merged into the specs of its service.
///
/// # Errors
/// The text is no inventory, or holds what specs cannot express.
pub fn facts(inventory: &str, options: &Options) -> Result<Merging, ImportError> {
    facts_of(product(inventory)?, options)
}

/// What an inventory states that has been read already.
///
/// # Errors
/// It holds what specs cannot express.
pub fn facts_of(product: Product, options: &Options) -> Result<Merging, ImportError> {
    Ok(merging::facts(lowered(product, options)?))
}

/// Turns an inventory into specs.
///
/// ```
/// let inventory = r#"{
///   "schema": "scale-neutral/1", "provider": "tencent", "product": "demo", "version": "2020-01-01",
///   "host": "demo.tencentcloudapi.com", "envelope": "Response",
///   "actions": [{"name": "ListThings", "method": "POST", "path": "/",
///     "params": [{"name": "Limit", "type": "int64", "in": "body", "required": false}],
///     "response": [{"name": "RequestId", "type": "string"}]}]
/// }"#;
/// let imported = cloudwright_spec::import::import(inventory, &Default::default())?;
/// let files: Vec<&str> = imported.files.iter().map(|file| file.path.as_str()).collect();
/// assert_eq!(files, ["tencent/demo/ListThings.yaml", "tencent/demo/service.yaml"]);
/// # Ok::<(), cloudwright_spec::import::ImportError>(())
/// ```
///
/// # Errors
/// The text is no inventory, or holds what specs cannot express.
pub fn import(inventory: &str, options: &Options) -> Result<Imported, ImportError> {
    let lowered = lowered(product(inventory)?, options)?;
    let files = product::write(&lowered.folder, &lowered.service, &lowered.actions)?;
    Ok(Imported {
        files,
        left_out: lowered.action_refusals,
        own_parameters: lowered.own_parameters,
    })
}

/// Reads an inventory.
fn product(inventory: &str) -> Result<Product, ImportError> {
    // Editors and shells put a byte-order mark before what they save.
    let inventory = inventory.trim_start_matches('\u{feff}');
    let Object(product) = serde_json::from_str::<Object<Product>>(inventory)?;
    Ok(product)
}

fn lowered(product: Product, options: &Options) -> Result<product::ServiceDraft, ImportError> {
    let mut shown = product.actions.iter();
    let has_samples = shown.any(|action| !action.samples.is_empty());
    let mut lowered = product::lower(product, options.name.as_deref());
    let fatal = !lowered.service_refusals.is_empty()
        || (!options.allow_partial && !lowered.action_refusals.is_empty());
    if fatal {
        let mut refusals = lowered.service_refusals;
        refusals.extend(lowered.action_refusals);
        return Err(ImportError::Refused(refusals));
    }
    if has_samples {
        samples::choose(&lowered.folder, &lowered.service, &mut lowered.actions);
    }
    Ok(lowered)
}

#[cfg(test)]
mod tests;
