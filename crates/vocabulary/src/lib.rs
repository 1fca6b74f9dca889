#![doc = include_str!("../README.md")]

pub mod access;
pub mod conflict_kind;
pub mod error_class;
pub mod error_code;
pub mod evidence;
pub mod http_method;
pub mod layout;
pub mod location;
pub mod mock_key;
pub mod os_error;
pub mod paging_style;
pub mod printable;
mod properties;
pub mod protocol;
pub mod provider;
pub mod required;
pub mod secret;
pub mod serialization;
pub mod signature_method;
pub mod singular;
pub mod time_style;
pub mod told;
pub mod wait_outcome;
pub mod word;
pub mod yaml;
