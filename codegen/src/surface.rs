//! The API surface of a crate as a short text, one fact a line, so that a change is a line.
//!
//! It is derived from the same model as the code and pinned by the project's tests; a reviewer
//! reads its difference instead of the code's.
