//! Takes a request's parameters and puts each into its part of the request.

use cloudwright_sign::percent_encode_into;

use super::Encoded;
use super::null::{is_null, nulls};
use super::packed::{one_text, packed};
use crate::codec::flat::{flatten, joined};
use crate::codec::json::{self, json_of};
use crate::codec::parameters::{Argument, Parameters};
use crate::codec::tape::{Event, Tape};
use crate::codec::violation::{ViolationKind, Violations};
use crate::codec::{BodyStyle, Layout};
use crate::meta::{Operation, Parameter, Place, Serialize};

pub(super) struct Placement {
    operation: &'static Operation,
    layout: Layout,
    encoded: Encoded,
    path_values: Vec<(&'static str, String)>,
    /// The JSON object of the body, without its closing bracket.
    body: String,
}

impl Placement {
    pub(super) fn new(operation: &'static Operation, layout: Layout) -> Self {
        Self {
            operation,
            layout,
            encoded: Encoded::default(),
            path_values: Vec::new(),
            body: String::new(),
        }
    }

    /// Lays the parameters out, and adds what cannot be sent and was not told yet.
    pub(super) fn encode(
        mut self,
        parameters: &Parameters,
        violations: &mut Violations,
    ) -> Encoded {
        for given in &parameters.given {
            match self.operation.parameters.get(given.place) {
                Some(parameter) => self.place(parameter, &given.value, violations),
                None => self.refuse_unknown(given, violations),
            }
        }
        if !self.body.is_empty() {
            self.body.push('}');
            self.encoded.body = Some(std::mem::take(&mut self.body).into_bytes());
        }
        self.fill_path(violations);
        self.encoded
    }

    fn refuse_unknown(&self, given: &Argument, violations: &mut Violations) {
        let known = self.operation.parameters.iter().map(|known| known.name);
        let known = known.collect();
        let kind = ViolationKind::Unknown { known };
        violations.add_new(&given.name, kind, "is no parameter");
    }

    fn place(&mut self, parameter: &'static Parameter, value: &Tape, violations: &mut Violations) {
        let name = parameter.name;
        if value.events().any(Event::is_no_number) {
            let message = "is no finite number and cannot be sent";
            violations.add_new(name, ViolationKind::NotFinite, message);
        }
        if !self.can_say_null(parameter, value) {
            for path in nulls(name, value) {
                let message = "is null, which only JSON can say: leave it out";
                violations.add_new(&path, ViolationKind::Null, message);
            }
        }
        self.place_packed(parameter, &packed(value, &parameter.kind), violations);
    }

    /// Whether a `null` in the value arrives as one. The word alone in a query or a form is a text.
    fn can_say_null(&self, parameter: &Parameter, value: &Tape) -> bool {
        let is_json = self.layout.body == BodyStyle::Json;
        match (parameter.place, parameter.serialize) {
            (Place::BodyRoot, _) => true,
            (Place::Body, None) if is_json => true,
            (Place::Body, _) if is_json && is_null(value) => true,
            (_, Some(Serialize::Json)) => !is_null(value),
            _ => false,
        }
    }

    fn place_packed(
        &mut self,
        parameter: &'static Parameter,
        value: &Tape,
        violations: &mut Violations,
    ) {
        if parameter.place == Place::BodyRoot {
            self.encoded.body = Some(json_of(value).into_bytes());
            return;
        }
        let text = match parameter.serialize {
            Some(_) if is_null(value) => return self.place_parts(parameter, value),
            Some(how) => one_text(value, how),
            None => match parameter.place {
                Place::Path | Place::Header | Place::Host => joined(value),
                _ => return self.place_parts(parameter, value),
            },
        };
        if let Some(text) = text {
            self.place_text(parameter, text, violations);
        }
    }

    /// Puts a value with all its parts into the JSON body, or as pairs into the query or the form.
    fn place_parts(&mut self, parameter: &'static Parameter, value: &Tape) {
        let pairs = match (parameter.place, self.layout.body) {
            (Place::Body, BodyStyle::Json) => {
                self.begin_member(parameter.name);
                for event in value.events() {
                    json::write(event, &mut self.body);
                }
                return;
            }
            (Place::Body, BodyStyle::Form) => &mut self.encoded.form,
            _ => &mut self.encoded.query,
        };
        flatten(parameter.name, value, self.layout.lists, pairs);
    }

    fn place_text(
        &mut self,
        parameter: &'static Parameter,
        text: String,
        violations: &mut Violations,
    ) {
        let name = parameter.name;
        let pairs = match (parameter.place, self.layout.body) {
            (Place::Path, _) => return self.path_values.push((name, text)),
            // A part of a JSON body that is itself JSON text is text there too.
            (Place::Body | Place::BodyRoot, BodyStyle::Json) => {
                self.begin_member(name);
                return json::write(Event::Text(&text), &mut self.body);
            }
            (Place::Body | Place::BodyRoot, BodyStyle::Form) => &mut self.encoded.form,
            (Place::Query, _) => &mut self.encoded.query,
            (Place::Host, _) => &mut self.encoded.host,
            (Place::Header, _) => {
                check_header(name, &text, violations);
                &mut self.encoded.headers
            }
        };
        pairs.push((name.to_owned(), text));
    }

    fn begin_member(&mut self, name: &str) {
        if self.body.is_empty() {
            self.body.push('{');
        }
        json::write(Event::Field(name), &mut self.body);
    }

    fn fill_path(&mut self, violations: &mut Violations) {
        let mut rest = self.operation.path;
        while let Some((before, after)) = rest.split_once('{') {
            self.encoded.path.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            rest = after;
            self.fill_part(name, violations);
        }
        self.encoded.path.push_str(rest);
    }

    fn fill_part(&mut self, name: &str, violations: &mut Violations) {
        let value = self.path_values.iter().find(|(known, _)| *known == name);
        let Some((_, value)) = value else {
            let message = "is a part of the path and is required";
            return violations.add_new(name, ViolationKind::Missing, message);
        };
        // Any URL library would fold the dots after signing; and without a part the path is another
        // one, and so is what is called.
        let message = match value.as_str() {
            "." | ".." => "is a part of the path and cannot be `.` or `..`",
            "" => "is a part of the path and cannot be empty",
            _ => return percent_encode_into(value, &mut self.encoded.path),
        };
        violations.add_new(name, ViolationKind::Path, message);
    }
}

/// RFC 9110, section 5.5: other characters have no meaning that both ends agree on, and a line
/// break would start a header of its own.
fn check_header(name: &str, text: &str, violations: &mut Violations) {
    let is_allowed = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
    if !text.bytes().all(is_allowed) {
        let message = "goes into a header and may hold visible ASCII characters only";
        violations.add_new(name, ViolationKind::Header, message);
    }
}
