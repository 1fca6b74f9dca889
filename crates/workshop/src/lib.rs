#![doc = include_str!("../README.md")]

pub mod catalog;
mod changed;
pub mod check;
pub mod drift;
mod git;
pub mod import;
mod places;
pub mod regen;
pub mod transcribe;
mod workspace;

pub use places::{Done, complain};
pub use workspace::Workspace;
