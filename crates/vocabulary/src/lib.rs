#![doc = include_str!("../README.md")]

pub mod access;
pub mod error_class;
pub mod error_code;
pub mod http_method;
pub mod layout;
pub mod location;
pub mod mock_key;
pub mod paging_style;
pub mod printable;
pub mod protocol;
pub mod provider;
pub mod secret;
pub mod serialization;
pub mod signature_method;
pub mod told;
pub mod word;
