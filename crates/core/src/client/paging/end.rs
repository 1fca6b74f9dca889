//! How the pages of a result end.

/// Why there are no more pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// A page was empty, and nothing says that there should be more.
    Empty,
    /// A page was empty before as many entries had come as the service says there are: some are
    /// missing.
    Short,
    /// As many entries came as the service says there are.
    Total,
    /// The service named no further page.
    NoNext,
    /// The service answered the page before once more, or named a page that was read already: it
    /// ignores what asks for the next one. If it told a total, entries are missing.
    Repeated,
    /// As many pages came as were wanted; there may be more.
    MaxPages,
    /// A page could not be fetched.
    Failed,
}
