//! Nothing: this package only holds tests, in `suite/main.rs`.
