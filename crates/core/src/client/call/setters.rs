//! What the setters of generated actions do: give a parameter to the call.

use super::Call;
use crate::client::mode::Mode;
use crate::codec::Value;

#[doc(hidden)]
impl<M: Mode> Call<M> {
    /// Gives a parameter; what was given before is forgotten.
    pub fn set(&mut self, name: &'static str, value: &dyn Value) {
        self.parameters().set(name, value);
    }
}
