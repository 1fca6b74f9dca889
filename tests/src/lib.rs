//! Whole-path tests of cloudwright.
