#![doc = include_str!("../README.md")]

pub mod add;
pub mod catalog;
mod changed;
pub mod check;
mod disk;
pub mod drift;
mod git;
pub mod import;
mod manifest;
pub mod new;
mod places;
pub mod regen;
mod settings;
pub mod transcribe;
mod workspace;

pub use places::{Done, complain, print};
pub use settings::{CoreSource, Settings, SettingsError};
pub use workspace::Workspace;
