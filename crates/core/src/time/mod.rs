//! Times as services write them: kept as their texts, and read and written as instants on demand.
//!
//! A member that is a time has the type [`DateTime`], whatever its page says of the format. It keeps the
//! text that travelled, so that a text of another form costs nothing but the instant; and it knows the
//! format, which is a fact of the page and no part of the type. So a format that a page adds later, or
//! corrects, changes no program's types: in this it is like aws-smithy's `DateTime` and Google's
//! `Timestamp`. Unlike those it is not made an instant when an answer is read: vendors write empty texts,
//! zeros and local times where their pages promise otherwise, and an answer does not fail for that.

mod convert;
mod date_time;
mod format;

pub use convert::IntoDateTime;
pub use date_time::{DateTime, DateTimeError};
pub use format::TimeFormat;
