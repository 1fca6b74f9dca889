//! Answers for functions that take one.

use crate::codec::{Decode, DecodeError, read_value};

/// An answer, or a structure in one, from JSON: read as if a service had sent it, without the
/// envelope. Members that are not given are absent.
///
/// Answers can also be made field by field, from `Default`.
///
/// # Errors
///
/// Text that is not JSON, and a value of another kind than documented, with its path.
///
/// ```
/// # #[derive(Debug, Default)]
/// # struct Repository { name: Option<String>, tags: Vec<String> }
/// # cloudwright_core::members! {
/// #     impl Decode for Repository { "Name" => name, "Tags" => tags, }
/// # }
/// # fn main() -> Result<(), Box<cloudwright_core::codec::DecodeError>> {
/// use cloudwright_core::testing::answer;
///
/// let answer: Repository = answer(r#"{"Name": "a", "Tags": null}"#)?;
/// assert_eq!(answer.name.as_deref(), Some("a"));
/// # Ok(())
/// # }
/// ```
pub fn answer<T: Decode + Default>(json: &str) -> Result<T, Box<DecodeError>> {
    let mut answer = T::default();
    read_value(json, &mut answer)?;
    Ok(answer)
}
