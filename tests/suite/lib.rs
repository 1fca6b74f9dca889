//! Nothing: this package only holds tests, in `suite/main.rs`, and the programs in READMEs that need more
//! than the package they stand in.

/// The programs of the front page.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The programs of the runtime's page, which call generated clients.
#[cfg(doctest)]
#[doc = include_str!("../../crates/core/README.md")]
pub struct OfTheRuntime;

/// The programs of the mock cloud's page.
#[cfg(doctest)]
#[doc = include_str!("../../crates/mock/README.md")]
pub struct OfTheMock;
