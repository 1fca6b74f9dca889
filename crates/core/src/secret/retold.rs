//! Errors of libraries and programs told again without a call's secrets.
//!
//! What another's error says cannot be changed in it. Where it holds a secret, its text stands in
//! its place; otherwise it stays the value that it is.

use std::error::Error as StdError;
use std::fmt;

use super::Secrets;
use crate::codec::DecodeError;
use crate::transport::TransportError;

type Source = Box<dyn StdError + Send + Sync>;

/// The error and those beneath it, none of which shows a secret.
pub(crate) fn without(source: Source, secrets: &Secrets<'_>) -> Source {
    let source = match source.downcast::<TransportError>() {
        Ok(mut error) => {
            error.hide(secrets);
            return error;
        }
        Err(source) => source,
    };
    let source = match source.downcast::<DecodeError>() {
        Ok(mut error) => {
            secrets.hide_in(&mut error.path);
            secrets.hide_in(&mut error.got);
            return error;
        }
        Err(source) => source,
    };
    if shows_any(&*source, secrets) {
        Box::new(Retold::of(&*source, secrets))
    } else {
        source
    }
}

type Cause<'e> = &'e (dyn StdError + 'static);

fn shows_any(error: Cause<'_>, secrets: &Secrets<'_>) -> bool {
    let shows = |error: &Cause<'_>| {
        let texts = [
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ];
        texts.iter().any(|text| secrets.are_in(text))
    };
    chain(error).iter().any(shows)
}

/// The error and those beneath it. A chain that goes round ends.
fn chain(error: Cause<'_>) -> Vec<Cause<'_>> {
    const DEEPEST: usize = 32;
    let mut chain = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next.filter(|_| chain.len() < DEEPEST) {
        chain.push(cause);
        next = cause.source();
    }
    chain
}

/// The words of an error.
struct Retold {
    message: String,
    fields: String,
    source: Option<Box<Retold>>,
}

impl Retold {
    fn of(error: Cause<'_>, secrets: &Secrets<'_>) -> Self {
        let retold = |error: &dyn StdError, source| {
            let (mut message, mut fields) = (error.to_string(), format!("{error:?}"));
            secrets.hide_in(&mut message);
            secrets.hide_in(&mut fields);
            Self {
                message,
                fields,
                source,
            }
        };
        let beneath = chain(error)
            .iter()
            .skip(1)
            .rev()
            .fold(None, |source, error| Some(Box::new(retold(*error, source))));
        retold(error, beneath)
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
