//! The cloudwright spec language.

pub mod model;
