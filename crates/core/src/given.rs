//! What a request says of one parameter, without sending it.

use crate::codec::{BodyStyle, Encode, Encoded, Layout, ListStyle, Overrides, encode_request};
use crate::meta::{Operation, Parameter, Place};

/// The value of a parameter as text; `None` where it is not given, has parts, or is in the path.
pub(crate) fn given(
    operation: &'static Operation,
    request: &dyn Encode,
    name: &str,
) -> Option<String> {
    let encoded = flat(operation, request, true)?;
    find(&encoded, name).map(str::to_owned)
}

fn find<'a>(encoded: &'a Encoded, name: &str) -> Option<&'a str> {
    let lists = [
        &encoded.query,
        &encoded.form,
        &encoded.headers,
        &encoded.host,
    ];
    lists.into_iter().find_map(|pairs| {
        let pair = pairs.iter().find(|(parameter, _)| parameter == name);
        pair.map(|(_, value)| value.as_str())
    })
}

/// Whether a parameter is given.
pub(crate) fn is_given(operation: &'static Operation, request: &dyn Encode, name: &str) -> bool {
    let place = operation.parameter(name).map(|parameter| parameter.place);
    if place == Some(Place::Path) {
        // A path with a part missing is refused.
        return flat(operation, request, false).is_some();
    }
    flat(operation, request, true).is_some_and(|encoded| find(&encoded, name).is_some())
}

/// The request as pairs, if need be with something in each part of the path. One that cannot be
/// sent at all is told when the call is made.
fn flat(operation: &'static Operation, request: &dyn Encode, fill: bool) -> Option<Encoded> {
    let mut overrides = Overrides::new();
    let in_path = |parameter: &&Parameter| parameter.place == Place::Path;
    for parameter in operation.parameters.iter().filter(in_path).filter(|_| fill) {
        overrides.fill(parameter.name, 1);
    }
    let layout = Layout::new(BodyStyle::Form, ListStyle::From(0));
    encode_request(operation, request, &overrides, layout, false).ok()
}
