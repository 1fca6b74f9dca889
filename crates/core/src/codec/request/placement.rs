//! Takes a request's parameters and puts each into its part of the request.

use cloudwright_sign::percent_encode_into;

use super::{BodyStyle, Encoded, Layout};
use crate::codec::flat::{Flat, Joined};
use crate::codec::json::JsonText;
use crate::codec::sink::{Scalar, Sink};
use crate::codec::violation::{ViolationKind, Violations};
use crate::meta::{Kind, Operation, Parameter, Place, Serialize};

pub(super) struct Placement {
    operation: &'static Operation,
    layout: Layout,
    encoded: Encoded,
    path_values: Vec<(&'static str, String)>,
    violations: Violations,
    body: Option<JsonText>,
    /// The parameter that is being written, and in it the fields that become one text each.
    writing: Vec<Writing>,
    /// What the table says of the objects and lists that are open.
    open: Vec<Option<&'static Kind>>,
    /// What it says of the value that comes next.
    next: Option<&'static Kind>,
}

/// A parameter or a field, what it becomes, and how deep in the request it stands.
struct Writing {
    parameter: &'static Parameter,
    form: Form,
    depth: usize,
}

/// What a parameter becomes that is being written.
enum Form {
    /// A member of the body.
    Member,
    Root(JsonText),
    Flat(Flat),
    Json(JsonText),
    Joined(Joined),
}

impl Placement {
    pub(super) fn new(operation: &'static Operation, layout: Layout) -> Self {
        Self {
            operation,
            layout,
            encoded: Encoded::default(),
            path_values: Vec::new(),
            violations: Violations::default(),
            body: None,
            writing: Vec::new(),
            open: Vec::new(),
            next: None,
        }
    }

    pub(super) fn finish(mut self) -> (Encoded, Violations) {
        if let Some(mut body) = self.body.take() {
            body.close_object();
            self.encoded.body = Some(body.into_text().into_bytes());
        }
        self.fill_path();
        (self.encoded, self.violations)
    }

    fn form(&self, parameter: &Parameter) -> Form {
        let is_pair = match parameter.place {
            Place::Query => true,
            Place::Body => self.layout.body == BodyStyle::Form,
            Place::BodyRoot => return Form::Root(JsonText::default()),
            Place::Path | Place::Header | Place::Host => {
                return match parameter.serialize {
                    Some(Serialize::Json) => Form::Json(JsonText::default()),
                    _ => Form::Joined(Joined::default()),
                };
            }
        };
        match one_text(parameter) {
            // A part of a JSON body that is itself JSON text is text there too.
            Some(form) => form,
            None if is_pair => Form::Flat(Flat::new(parameter.name, self.layout.lists)),
            None => Form::Member,
        }
    }

    /// The sink of what is being written; none for a name that is none.
    fn current(&mut self) -> Option<&mut dyn Sink> {
        Some(match &mut self.writing.last_mut()?.form {
            Form::Member => self.body.as_mut()?,
            Form::Root(json) | Form::Json(json) => json,
            Form::Flat(flat) => flat,
            Form::Joined(joined) => joined,
        })
    }

    /// A value ends. If it is that of the parameter or field that is being written, it goes to its
    /// place.
    fn ended(&mut self) {
        let depth = self.open.len();
        let Some(Writing {
            parameter, form, ..
        }) = self.writing.pop_if(|writing| writing.depth == depth)
        else {
            return;
        };
        match form {
            Form::Member => {}
            Form::Root(json) => self.encoded.body = Some(json.into_text().into_bytes()),
            Form::Flat(flat) => match parameter.place {
                Place::Query => self.encoded.query.extend(flat.pairs),
                _ => self.encoded.form.extend(flat.pairs),
            },
            Form::Json(json) => self.place_text(parameter, json.into_text()),
            Form::Joined(joined) => {
                if let Some(text) = joined.text {
                    self.place_text(parameter, text);
                }
            }
        }
    }

    fn place_text(&mut self, parameter: &'static Parameter, text: String) {
        let name = parameter.name;
        if let Some(around) = self.current() {
            around.field(name);
            around.scalar(Scalar::Text(&text));
            return;
        }
        match parameter.place {
            Place::Path => self.path_values.push((name, text)),
            Place::Header => {
                self.check_header(name, &text);
                self.encoded.headers.push((name.to_owned(), text));
            }
            Place::Host => self.encoded.host.push((name.to_owned(), text)),
            Place::Query => self.encoded.query.push((name.to_owned(), text)),
            Place::Body | Place::BodyRoot => match self.layout.body {
                BodyStyle::Form => self.encoded.form.push((name.to_owned(), text)),
                BodyStyle::Json => {
                    self.open_body().field(name);
                    self.open_body().scalar(Scalar::Text(&text));
                }
            },
        }
    }

    fn open_body(&mut self) -> &mut JsonText {
        self.body.get_or_insert_with(|| {
            let mut body = JsonText::default();
            body.open_object();
            body
        })
    }

    /// RFC 9110, section 5.5: other characters have no meaning that both ends agree on, and a line
    /// break would start a header of its own.
    fn check_header(&mut self, name: &str, text: &str) {
        let is_allowed = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
        if !text.bytes().all(is_allowed) {
            let message = "goes into a header and may hold visible ASCII characters only";
            self.violations.add(name, ViolationKind::Header, message);
        }
    }

    fn fill_path(&mut self) {
        let mut rest = self.operation.path;
        while let Some((before, after)) = rest.split_once('{') {
            self.encoded.path.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            rest = after;
            self.fill_part(name);
        }
        self.encoded.path.push_str(rest);
    }

    fn fill_part(&mut self, name: &str) {
        let value = self.path_values.iter().find(|(known, _)| *known == name);
        let Some((_, value)) = value else {
            let message = "is a part of the path and is required";
            self.violations.add(name, ViolationKind::Missing, message);
            return;
        };
        // Any URL library would fold these after signing.
        if value == "." || value == ".." {
            let message = "is a part of the path and cannot be `.` or `..`";
            self.violations.add(name, ViolationKind::Path, message);
        }
        // Without it the path is another one, and so is what is called.
        if value.is_empty() {
            let message = "is a part of the path and cannot be empty";
            self.violations.add(name, ViolationKind::Path, message);
        }
        percent_encode_into(value, &mut self.encoded.path);
    }

    fn start(&mut self, name: &str) {
        let Some(parameter) = self.operation.parameter(name) else {
            let known = self.operation.parameters.iter().map(|known| known.name);
            let known = known.collect();
            self.violations
                .add(name, ViolationKind::Unknown { known }, "is no parameter");
            self.next = None;
            return;
        };
        let form = self.form(parameter);
        if let Form::Member = form {
            self.open_body().field(name);
        }
        self.next = Some(&parameter.kind);
        self.writing.push(Writing {
            parameter,
            form,
            depth: 0,
        });
    }

    /// A field of a structure, or a key of a map.
    fn start_field(&mut self, name: &str) {
        let field = match self.open.last() {
            Some(Some(Kind::Object(shape))) => shape.fields.iter().find(|field| field.name == name),
            _ => None,
        };
        self.next = match (field, self.open.last()) {
            (Some(field), _) => Some(&field.kind),
            (None, Some(Some(Kind::Map(values)))) => Some(values),
            _ => None,
        };
        if let Some(field) = field
            && let Some(form) = one_text(field)
        {
            self.writing.push(Writing {
                parameter: field,
                form,
                depth: self.open.len(),
            });
        } else if let Some(sink) = self.current() {
            sink.field(name);
        }
    }

    fn refuse_number(&mut self) {
        let name = self.writing.first().map_or("", |top| top.parameter.name);
        let message = "is no finite number and cannot be sent";
        self.violations.add(name, ViolationKind::NotFinite, message);
    }
}

/// The form of what is sent as one text, if it is.
fn one_text(parameter: &Parameter) -> Option<Form> {
    Some(match parameter.serialize? {
        Serialize::Json => Form::Json(JsonText::default()),
        Serialize::Comma => Form::Joined(Joined::default()),
    })
}

impl Sink for Placement {
    fn field(&mut self, name: &str) {
        if self.open.is_empty() {
            self.start(name);
        } else {
            self.start_field(name);
        }
    }

    fn item(&mut self) {
        self.next = match self.open.last() {
            Some(Some(Kind::List(item))) => Some(item),
            _ => None,
        };
        if let Some(sink) = self.current() {
            sink.item();
        }
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        if matches!(value, Scalar::Number(number) if !number.value.is_finite()) {
            self.refuse_number();
        }
        if let Some(sink) = self.current() {
            sink.scalar(value);
        }
        self.ended();
    }

    fn open_object(&mut self) {
        if let Some(sink) = self.current() {
            sink.open_object();
        }
        self.open.push(self.next);
    }

    fn close_object(&mut self) {
        if let Some(sink) = self.current() {
            sink.close_object();
        }
        self.open.pop();
        self.ended();
    }

    fn open_list(&mut self) {
        if let Some(sink) = self.current() {
            sink.open_list();
        }
        self.open.push(self.next);
    }

    fn close_list(&mut self) {
        if let Some(sink) = self.current() {
            sink.close_list();
        }
        self.open.pop();
        self.ended();
    }
}
