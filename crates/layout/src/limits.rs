//! rustfmt's widths, as its style of 2024 has them when nobody sets any:
//! <https://rust-lang.github.io/rustfmt/>, `max_width` and `use_small_heuristics`.

/// The longest line.
pub(crate) const LINE_WIDTH: usize = 100;

/// A step to the right.
pub(crate) const INDENT: usize = 4;

/// Arguments of one call on one line; a single argument may be longer (`fn_call_width`).
pub(crate) const CALL_WIDTH: usize = 60;

/// Values of a list on one line (`array_width`).
pub(crate) const ARRAY_WIDTH: usize = 60;

/// An operand with several steps on one line (`chain_width`).
pub(crate) const CHAIN_WIDTH: usize = 60;

/// Fields of a structure that is made on one line (`struct_lit_width`).
pub(crate) const LITERAL_WIDTH: usize = 18;

/// Arguments of an attribute on one line (`attr_fn_like_width`).
pub(crate) const ATTRIBUTE_WIDTH: usize = 70;

/// Values no longer than this stand several on a line where a list does not fit on one
/// (`short_array_element_width_threshold`).
pub(crate) const SHORT_VALUE: usize = 10;

/// A short overhang: a last step of at least so many lines stays behind the steps before it.
pub(crate) const TALL_STEP: usize = 5;
