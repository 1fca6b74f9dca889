//! What services, their gateways and broken middle boxes answer, over real sockets: the right typed
//! result, or a typed error with code, message, request id, status and body. Never a panic.

mod bodies;
mod refusals;
mod shapes;
