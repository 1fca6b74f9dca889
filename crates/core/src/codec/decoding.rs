//! How an answer is to be read: how large it may become, until when, how strictly.

use crate::transport::Limits;

/// How an answer is to be read.
#[derive(Clone, Copy)]
pub(crate) struct Decoding<'a> {
    /// Bytes that it may become in memory.
    pub(crate) max_decoded: usize,
    /// A value that cannot be read is left out, which is found, and fails nothing.
    pub(crate) lenient: bool,
    /// Half a character in a text is a mistake. Otherwise U+FFFD stands in its place, which is found.
    pub(crate) whole_characters: bool,
    /// Tells that the call's time is up. Asked now and then.
    pub(crate) is_late: Option<&'a dyn Fn() -> bool>,
}

impl Default for Decoding<'_> {
    /// Strictly, within the usual limits, and for as long as it takes.
    fn default() -> Self {
        Self {
            max_decoded: Limits::default().decoded(),
            lenient: false,
            whole_characters: false,
            is_late: None,
        }
    }
}
