#![doc = include_str!("../README.md")]

pub mod printable;
pub mod secret;
