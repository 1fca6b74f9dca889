//! The HTTP methods that a caller may choose between, where a service takes either.

use crate::word::words;

words! {
    /// The HTTP method, for services that take either.
    pub enum HttpMethod as "HTTP method" {
        /// Parameters in the query.
        Get = "GET",
        /// Parameters in the body, or in the query where the service wants them there.
        Post = "POST",
    }
}
