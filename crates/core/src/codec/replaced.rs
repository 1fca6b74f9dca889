//! Members of a value that become one text, at any depth: as they travel, or as they are shown.

use super::tape::{Event, Events, Tape};
use crate::meta::{Kind, Parameter};

/// Which members become a text, and which one.
pub(super) trait Replace {
    /// Whether a text takes the place of a member's value, which begins with `first`.
    fn replaces(&self, name: &str, field: Option<&'static Parameter>, first: Event<&str>) -> bool;

    /// The text for a value in which the members are replaced already; without one the member is
    /// left out.
    fn text(&mut self, field: Option<&'static Parameter>, value: &Tape) -> Option<String>;
}

/// Copies a value, but for what is replaced.
pub(super) struct Copying<'c> {
    pub(super) events: Events<'c>,
    pub(super) replace: &'c mut dyn Replace,
}

impl Copying<'_> {
    /// Copies the value that begins with `first`. The table may know nothing of it.
    pub(super) fn value(&mut self, first: Event<&str>, kind: Option<&'static Kind>, to: &mut Tape) {
        to.push(first);
        match first {
            Event::OpenObject => {
                while let Some((name, first)) = self.events.member() {
                    self.member(name, kind, first, to);
                }
                to.push(Event::CloseObject);
            }
            Event::OpenList => {
                while let Some(first) = self.events.item() {
                    self.value(first, kind.and_then(Kind::item), to);
                }
                to.push(Event::CloseList);
            }
            _ => {}
        }
    }

    /// Copies a member of an object: an entry of a map, or a field of a structure.
    fn member(
        &mut self,
        name: &str,
        object: Option<&'static Kind>,
        first: Event<&str>,
        to: &mut Tape,
    ) {
        if let Some(Kind::Map(values)) = object {
            to.push(Event::Field(name));
            return self.value(first, Some(values), to);
        }
        let mut fields = object.map_or(&[][..], Kind::fields).iter();
        let field = fields.find(|field| field.name == name);
        self.field(name, field, first, to);
    }

    /// Copies a field, or what replaces it.
    pub(super) fn field(
        &mut self,
        name: &str,
        field: Option<&'static Parameter>,
        first: Event<&str>,
        to: &mut Tape,
    ) {
        let kind = field.map(|field| &field.kind);
        if !self.replace.replaces(name, field, first) {
            to.push(Event::Field(name));
            return self.value(first, kind, to);
        }
        let mut own = Tape::default();
        self.value(first, kind, &mut own);
        if let Some(text) = self.replace.text(field, &own) {
            to.push(Event::Field(name));
            to.push(Event::Text(&text));
        }
    }
}
