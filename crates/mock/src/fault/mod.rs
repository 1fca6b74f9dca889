//! What faults do to an answer, in its body or marked for the wire. When one strikes is `script`'s business.

mod bomb;
mod damage;
mod spoil;

pub(crate) use spoil::{Context, ELSEWHERE};
