//! The runtime that cloudwright's generated clients stand on.

pub mod meta;
