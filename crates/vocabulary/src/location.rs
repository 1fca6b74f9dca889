//! Where a parameter travels in a request, or a member in an answer.

use crate::word::words;

words! {
    /// Where a parameter travels.
    pub enum Location as "location" {
        /// A member of the JSON body, or of the form.
        Body = "body",
        /// It is the whole JSON body.
        BodyRoot = "body-root",
        /// The query.
        Query = "query",
        /// A part of the path.
        Path = "path",
        /// A header.
        Header = "header",
        /// It chooses the host and is not sent.
        Host = "host",
    }
}
