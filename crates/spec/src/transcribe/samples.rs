//! What samples show: pairs of request and answer, and members that no table names.

use cloudwright_page::facts::{Direction, Page, Sample as Shown, SampleContent};
use serde_json::{Map, Value};

use super::{tree, words};
use crate::model::{
    Evidence, Location, Member, Protocol, Sample, Scalar, Service, TypeDef, TypeRef,
};

/// The longest name of a member, in bytes.
const LONGEST_NAME: usize = 256;

/// More members than any object has: what is wider is a page that nobody wrote, and is left as its tables say.
pub(super) const WIDEST: usize = 1024;

/// Deeper than any answer.
pub(super) const DEEPEST: usize = 24;

/// The answers that are shown and are no refusals.
pub(super) fn responses(page: &Page) -> impl Iterator<Item = &Shown> {
    page.samples.iter().filter(|shown| answer(shown).is_some())
}

fn answer(shown: &Shown) -> Option<&Value> {
    let SampleContent::Json(value) = &shown.content else {
        return None;
    };
    let mut status = shown.status.iter();
    let is_refusal = status.any(|status| !status.value.starts_with('2'))
        || value.pointer("/Response/Error").is_some();
    let is_answer = shown.direction == Direction::Response && !is_refusal;
    Some(value).filter(|value| is_answer && !value.is_null())
}

/// Requests and answers, in the page's order.
pub(super) fn read(page: &Page, parameters: &[Member]) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut asked = None;
    for shown in &page.samples {
        if shown.direction == Direction::Request {
            asked = request(shown, parameters);
        } else if let Some(value) = answer(shown) {
            samples.push(Sample {
                name: None,
                request: asked.take().map(Value::Object),
                response: value.clone(),
            });
        }
    }
    samples
}

/// The parameters that a request shows, by wire name.
fn request(shown: &Shown, parameters: &[Member]) -> Option<Map<String, Value>> {
    let text = &shown.text.value;
    let body = if let SampleContent::Json(value) = &shown.content {
        Some(value.clone())
    } else {
        let at = text.find("\n{");
        at.and_then(|at| serde_json::from_str(text[at..].trim()).ok())
    };
    let mut found = match body {
        Some(Value::Object(map)) => map,
        Some(_) => return None,
        None => query(text, parameters),
    };
    let is_known = |name: &str| parameters.iter().any(|member| member.is_called(name));
    for common in ["Action", "Version", "Region"] {
        if !is_known(common) {
            found.remove(common);
        }
    }
    let is_whole = !found.is_empty() && found.keys().all(|key| is_known(key));
    is_whole.then_some(found)
}

/// The pairs of a query, over one line or many, that are plain parameters.
fn query(text: &str, parameters: &[Member]) -> Map<String, Value> {
    let mut found = Map::new();
    let pairs = text
        .split(['&', '?', '\n'])
        .filter_map(|pair| pair.split_once('='));
    for (name, value) in pairs {
        let (name, value) = (name.trim(), value.trim());
        let Some(member) = parameters.iter().find(|member| member.name == name) else {
            continue;
        };
        let is_placeholder = value.starts_with(['<', '{']);
        if let Some(value) = words::value(member, value).filter(|_| !is_placeholder) {
            found.insert(name.to_owned(), value);
        }
    }
    found
}

/// The objects in which an answer's members stand.
pub(super) fn bodies<'v>(response: &'v Value, service: &Service) -> Vec<&'v Map<String, Value>> {
    let Some(body) = response.as_object() else {
        return Vec::new();
    };
    let inner = service.envelope.as_ref().and_then(|name| body.get(name));
    match inner.and_then(Value::as_object) {
        Some(inner) if service.protocol() == Protocol::TencentTc3 => vec![inner],
        Some(inner) => vec![inner, body],
        None => vec![body],
    }
}

/// The member that is the whole answer.
pub(super) fn root_of(response: &mut [Member]) -> Option<&mut Member> {
    let mut members = response.iter_mut();
    members.find(|member| member.location == Some(Location::BodyRoot))
}

/// Adds to the members of an answer what only samples show.
pub(super) fn deepen(
    response: &mut Vec<Member>,
    types: &mut Vec<TypeDef>,
    samples: &[Sample],
    service: &Service,
) {
    for sample in samples {
        if let Some(root) = root_of(response) {
            deepen_member(root, &sample.response, types, DEEPEST);
            continue;
        }
        for body in bodies(&sample.response, service) {
            let mut body = body.clone();
            body.retain(|key, _| service.envelope.as_ref() != Some(key));
            merge_object(response, &body, types, DEEPEST);
        }
    }
    tree::settle(response, types);
}

/// Adds to the objects of a request what only samples show of their insides.
pub(super) fn deepen_request(request: &mut [Member], types: &mut Vec<TypeDef>, samples: &[Sample]) {
    let requests = samples.iter().filter_map(|sample| sample.request.as_ref());
    for (name, value) in requests.filter_map(Value::as_object).flatten() {
        if let Some(member) = request.iter_mut().find(|member| member.name == *name) {
            deepen_member(member, value, types, DEEPEST);
        }
    }
    tree::settle(request, types);
}

fn merge_object(
    members: &mut Vec<Member>,
    shown: &Map<String, Value>,
    types: &mut Vec<TypeDef>,
    depth: usize,
) {
    if members.len() > WIDEST || shown.len() > WIDEST {
        return;
    }
    for (name, value) in shown {
        if let Some(member) = members.iter_mut().find(|member| member.is_called(name)) {
            deepen_member(member, value, types, depth);
        } else if let Some(index) = misspelt(members, shown, name) {
            members[index].alias.push(name.clone());
            deepen_member(&mut members[index], value, types, depth);
        } else if is_name(name) {
            members.push(from_value(name, value, depth));
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_NAME
}

/// A member that the sample spells with one letter more, less or other, and does not hold as it is written.
fn misspelt(members: &[Member], shown: &Map<String, Value>, name: &str) -> Option<usize> {
    const SHORTEST: usize = 6;
    let mut near = members.iter().enumerate().filter(|(_, member)| {
        member.evidence == Evidence::Page
            && member.name.len() >= SHORTEST
            && !shown.contains_key(&member.name)
            && member.name.chars().any(|c| !c.is_ascii_digit())
            && without_digits(&member.name) != without_digits(name)
            && strsim::damerau_levenshtein(&member.name, name) == 1
    });
    let first = near.next()?;
    near.next().is_none().then_some(first.0)
}

fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn from_value(name: &str, value: &Value, depth: usize) -> Member {
    let (type_ref, fields) = type_of(value, depth);
    Member {
        evidence: Evidence::Sample,
        fields,
        ..Member::new(name, type_ref)
    }
}

/// The type of a value that only a sample shows.
pub(super) fn type_of(value: &Value, depth: usize) -> (TypeRef, Option<Vec<Member>>) {
    let any = TypeRef::Scalar(Scalar::Any);
    let scalar = match value {
        _ if depth == 0 => Scalar::Any,
        Value::Null => Scalar::Any,
        Value::Bool(_) => Scalar::Boolean,
        Value::Number(number) if number.is_f64() => Scalar::Number,
        Value::Number(_) => Scalar::Integer,
        Value::String(_) => Scalar::String,
        Value::Array(items) => return type_of_list(items, depth),
        Value::Object(map) if map.is_empty() => return (TypeRef::Map(Box::new(any)), None),
        Value::Object(map) => return (TypeRef::Object, Some(fields(&[map], depth))),
    };
    (TypeRef::Scalar(scalar), None)
}

fn type_of_list(items: &[Value], depth: usize) -> (TypeRef, Option<Vec<Member>>) {
    let list = |inner| TypeRef::List(Box::new(inner));
    let objects = items.iter().filter_map(Value::as_object);
    let objects: Vec<&Map<String, Value>> = objects.collect();
    if !objects.is_empty() && objects.len() == items.len() {
        return (list(TypeRef::Object), Some(fields(&objects, depth)));
    }
    let any = TypeRef::Scalar(Scalar::Any);
    let mut types = items.iter().map(|item| type_of(item, depth - 1));
    let (first, fields) = types.next().unwrap_or((any.clone(), None));
    let is_same = fields.is_none() && types.all(|(next, _)| next == first);
    (list(if is_same { first } else { any }), None)
}

fn fields(objects: &[&Map<String, Value>], depth: usize) -> Vec<Member> {
    let mut list: Vec<Member> = Vec::new();
    for object in objects.iter().filter(|object| object.len() <= WIDEST) {
        for (name, value) in object.iter().filter(|(name, _)| is_name(name)) {
            if list.len() > WIDEST {
                return list;
            }
            match list.iter_mut().find(|member| member.name == *name) {
                Some(member) => widen(member, value, depth - 1),
                None => list.push(from_value(name, value, depth - 1)),
            }
        }
    }
    list
}

/// A member that several samples show: a null says nothing, a fraction is a number, the rest is anything.
fn widen(member: &mut Member, value: &Value, depth: usize) {
    let (type_ref, fields) = type_of(value, depth);
    let any = TypeRef::Scalar(Scalar::Any);
    let is_number =
        |found: &TypeRef| matches!(found, TypeRef::Scalar(Scalar::Integer | Scalar::Number));
    let is_empty_list = |found: &TypeRef| matches!(found, TypeRef::List(inner) if **inner == any);
    if member.type_ref == type_ref {
        // What a sample shows has no named types.
        deepen_member(member, value, &mut Vec::new(), depth);
    } else if value.is_null()
        || is_empty_list(&type_ref) && matches!(member.type_ref, TypeRef::List(_))
    {
    } else if member.type_ref == any
        || is_empty_list(&member.type_ref) && matches!(type_ref, TypeRef::List(_))
    {
        (member.type_ref, member.fields) = (type_ref, fields);
    } else if is_number(&member.type_ref) && is_number(&type_ref) {
        member.type_ref = TypeRef::Scalar(Scalar::Number);
    } else {
        (member.type_ref, member.fields) = (any, None);
    }
}

/// Adds to a member what a sample shows of its inside.
fn deepen_member(member: &mut Member, value: &Value, types: &mut Vec<TypeDef>, depth: usize) {
    if depth == 0 {
        return;
    }
    let objects = objects(&member.type_ref, value);
    if objects.is_empty() {
        return;
    }
    if let Some(fields) = &mut member.fields {
        for object in objects {
            merge_object(fields, object, types, depth - 1);
        }
        return;
    }
    match member.type_ref.leaf().clone() {
        TypeRef::Named(name) => {
            let known = types.iter().position(|found| found.name == name);
            let index = known.unwrap_or_else(|| {
                types.push(TypeDef {
                    name,
                    fields: Some(Vec::new()),
                    ..TypeDef::default()
                });
                types.len() - 1
            });
            // Taken out meanwhile: a type that holds itself is deepened one level at a time.
            let Some(mut fields) = types[index].fields.take() else {
                return;
            };
            for object in objects {
                merge_object(&mut fields, object, types, depth - 1);
            }
            types[index].fields = Some(fields);
        }
        TypeRef::Object | TypeRef::Scalar(Scalar::Any) => {
            member.type_ref = member.type_ref.with_leaf(TypeRef::Object);
            member.fields = Some(fields(&objects, depth - 1));
        }
        _ => {}
    }
}

/// The objects that a value holds where its type's leaf is.
pub(super) fn objects<'v>(type_ref: &TypeRef, value: &'v Value) -> Vec<&'v Map<String, Value>> {
    match (type_ref, value) {
        (TypeRef::List(inner), Value::Array(items)) => {
            items.iter().flat_map(|item| objects(inner, item)).collect()
        }
        (TypeRef::Map(inner), Value::Object(map)) if **inner != TypeRef::Scalar(Scalar::Any) => {
            map.values().flat_map(|item| objects(inner, item)).collect()
        }
        (
            TypeRef::Object | TypeRef::Named(_) | TypeRef::Scalar(Scalar::Any),
            Value::Object(map),
        ) if !map.is_empty() => {
            vec![map]
        }
        _ => Vec::new(),
    }
}
