//! The signing algorithms of the clouds cloudwright speaks to, as pure functions.
