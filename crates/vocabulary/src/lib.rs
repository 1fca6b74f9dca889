#![doc = include_str!("../README.md")]

pub mod error_class;
pub mod error_code;
pub mod mock_key;
pub mod printable;
pub mod secret;
pub mod told;
