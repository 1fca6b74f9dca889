#![doc = include_str!("../README.md")]

pub mod mock_key;
pub mod printable;
pub mod secret;
pub mod told;
