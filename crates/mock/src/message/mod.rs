//! What travels: a request as it was received, an answer as it will be sent, and how each vendor words what it
//! refuses.

pub(crate) mod answer;
pub(crate) mod damage;
pub(crate) mod dialect;
pub(crate) mod fault;
pub(crate) mod request;
pub(crate) mod request_id;
pub(crate) mod vendor_error;
pub(crate) mod xml;

pub(crate) use answer::Answer;
pub(crate) use request::{Headers, Pairs, Request, value_of};
