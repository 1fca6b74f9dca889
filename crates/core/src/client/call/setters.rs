//! What the setters of generated actions do, one line each: give a parameter to the call.
//!
//! Conversions happen here, so that a setter is no more than its documentation, its type and a name
//! of the wire.

use std::collections::BTreeMap;

use super::Call;
use crate::client::mode::Mode;
use crate::codec::{Encode, Json, OpenEnum, Value};

#[doc(hidden)]
impl<M: Mode> Call<M> {
    /// Gives a text.
    pub fn string(&mut self, name: &'static str, value: impl Into<String>) {
        self.parameters().string(name, value.into());
    }

    /// Gives a signed number.
    pub fn integer(&mut self, name: &'static str, value: i64) {
        self.parameters().integer(name, value);
    }

    /// Gives an unsigned number.
    pub fn unsigned(&mut self, name: &'static str, value: u64) {
        self.parameters().unsigned(name, value);
    }

    /// Gives a floating-point number.
    pub fn number(&mut self, name: &'static str, value: f64) {
        self.parameters().number(name, value);
    }

    /// Gives true or false.
    pub fn boolean(&mut self, name: &'static str, value: bool) {
        self.parameters().boolean(name, value);
    }

    /// Gives any JSON value.
    pub fn any(&mut self, name: &'static str, value: impl Into<Json>) {
        self.parameters().any(name, &value.into());
    }

    /// Gives a value of an open enum.
    pub fn choice<E: OpenEnum>(&mut self, name: &'static str, value: impl Into<E>) {
        let value: E = value.into();
        self.parameters().string(name, value.as_str().to_owned());
    }

    /// Gives a structure.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a setter owns it and has no other use for it"
    )]
    pub fn object(&mut self, name: &'static str, value: impl Encode) {
        self.parameters().object(name, &value);
    }

    /// Gives a list.
    pub fn list<V: Value>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<V>>,
    ) {
        let values = values.into_iter().map(Into::<V>::into);
        self.parameters().list(name, values);
    }

    /// Gives an object with any keys.
    pub fn map<V: Value>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = (impl Into<String>, impl Into<V>)>,
    ) {
        let values = values
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()));
        let values: BTreeMap<String, V> = values.collect();
        self.parameters().map(name, &values);
    }
}
