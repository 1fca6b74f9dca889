//! The keys that calls are signed with: writing them, and telling whose they are.

pub(crate) mod configure;
mod provider;
pub(crate) mod whoami;
