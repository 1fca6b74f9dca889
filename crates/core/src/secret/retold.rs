//! Errors of libraries and programs told again without a call's secrets.
//!
//! What another's error says cannot be changed in it. Where it, or one beneath it, shows a secret,
//! its text without the secret stands in its place; otherwise it stays the value that it is.

use std::error::Error as StdError;
use std::fmt;

use super::Secrets;

/// An error of any type.
pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

type Cause<'e> = &'e (dyn StdError + 'static);

/// The error and those beneath it, none of which shows a secret.
pub(crate) fn without(source: BoxError, secrets: &Secrets<'_>) -> BoxError {
    let causes = chain(&*source);
    if !causes.iter().any(|cause| shows_any(*cause, secrets)) {
        return source;
    }
    match Retold::of(&causes, secrets) {
        Some(retold) => retold,
        None => source,
    }
}

fn shows_any(error: Cause<'_>, secrets: &Secrets<'_>) -> bool {
    let texts = [
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ];
    texts.iter().any(|text| secrets.are_in(text))
}

/// The error and those beneath it. A chain that goes round ends.
fn chain(error: Cause<'_>) -> Vec<Cause<'_>> {
    const DEEPEST: usize = 32;
    let causes = std::iter::successors(Some(error), |&cause| cause.source());
    causes.take(DEEPEST).collect()
}

/// The words of an error.
struct Retold {
    message: String,
    fields: String,
    source: Option<Box<Retold>>,
}

impl Retold {
    /// The first of these errors, and beneath it the others.
    fn of(causes: &[Cause<'_>], secrets: &Secrets<'_>) -> Option<Box<Self>> {
        let (error, beneath) = causes.split_first()?;
        let (mut message, mut fields) = (error.to_string(), format!("{error:?}"));
        secrets.hide_in(&mut message);
        secrets.hide_in(&mut fields);
        Some(Box::new(Self {
            message,
            fields,
            source: Self::of(beneath, secrets),
        }))
    }
}

impl fmt::Display for Retold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl fmt::Debug for Retold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.fields)
    }
}

impl StdError for Retold {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
