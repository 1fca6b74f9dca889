//! What samples show: pairs of request and answer, and members that no table names.

use cloudwright_page::facts::{Direction, Page, Sample as Shown, SampleContent};
use serde_json::{Map, Value};

use crate::model::{
    Evidence, Location, Member, Protocol, Sample, Scalar, Service, TypeDef, TypeRef,
};

/// A request and its answer.
pub(super) struct Pair {
    request: Option<Map<String, Value>>,
    response: Value,
}

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
    let is_refusal = shown
        .status
        .as_ref()
        .is_some_and(|status| !status.value.starts_with('2'))
        || value.pointer("/Response/Error").is_some();
    let is_answer = shown.direction == Direction::Response && !is_refusal;
    Some(value).filter(|value| is_answer && !value.is_null())
}

/// Requests and answers, in the page's order.
pub(super) fn read(page: &Page, parameters: &[Member]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut asked = None;
    for shown in &page.samples {
        match shown.direction {
            Direction::Request => asked = request(shown, parameters),
            Direction::Response => {
                if let Some(value) = answer(shown) {
                    pairs.push(Pair {
                        request: asked.take(),
                        response: value.clone(),
                    });
                }
            }
        }
    }
    pairs
}

/// The parameters that a request shows, by wire name.
fn request(shown: &Shown, parameters: &[Member]) -> Option<Map<String, Value>> {
    let text = &shown.text.value;
    let body = match &shown.content {
        SampleContent::Json(value) => Some(value.clone()),
        _ => text
            .find("\n{")
            .and_then(|at| serde_json::from_str(text[at..].trim()).ok()),
    };
    let mut found = match body {
        Some(Value::Object(map)) => map,
        Some(_) => return None,
        None => query(text, parameters),
    };
    for common in ["Action", "Version", "Region"] {
        if !parameters.iter().any(|member| member.name == common) {
            found.remove(common);
        }
    }
    let is_whole = |map: &Map<String, Value>| {
        map.keys()
            .all(|key| parameters.iter().any(|member| member.is_called(key)))
    };
    (!found.is_empty() && is_whole(&found)).then_some(found)
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
        if let Some(value) = super::words::value(member, value).filter(|_| !is_placeholder) {
            found.insert(name.to_owned(), value);
        }
    }
    found
}

/// The samples as a spec has them.
pub(super) fn written(pairs: &[Pair]) -> Vec<Sample> {
    pairs
        .iter()
        .map(|pair| Sample {
            name: None,
            request: pair.request.clone().map(Value::Object),
            response: pair.response.clone(),
        })
        .collect()
}

/// The objects in which an answer's members stand.
pub(super) fn bodies<'v>(response: &'v Value, service: &Service) -> Vec<&'v Map<String, Value>> {
    let Some(body) = response.as_object() else {
        return Vec::new();
    };
    let envelope = service.envelope.as_deref();
    let inner = envelope
        .and_then(|name| body.get(name))
        .and_then(Value::as_object);
    let is_tc3 = service.protocols.first() == Some(&Protocol::TencentTc3);
    match inner {
        Some(inner) if is_tc3 => vec![inner],
        Some(inner) => vec![inner, body],
        None => vec![body],
    }
}

/// Adds to the members of an answer what only samples show.
pub(super) fn deepen(
    response: &mut Vec<Member>,
    types: &mut Vec<TypeDef>,
    pairs: &[Pair],
    service: &Service,
) {
    for pair in pairs {
        if let Some(root) = response
            .iter_mut()
            .find(|member| member.location == Some(Location::BodyRoot))
        {
            deepen_member(root, &pair.response, types, DEEPEST);
            continue;
        }
        for body in bodies(&pair.response, service) {
            let own = |key: &String| service.envelope.as_ref() != Some(key);
            let body: Map<String, Value> = body
                .iter()
                .filter(|(key, _)| own(key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            merge_object(response, &body, types, DEEPEST);
        }
    }
    super::tree::settle(response);
    for declared in types {
        super::tree::settle(declared.fields.as_deref_mut().unwrap_or_default());
    }
}

/// Adds to the objects of a request what only samples show of their insides.
pub(super) fn deepen_request(request: &mut [Member], types: &mut Vec<TypeDef>, pairs: &[Pair]) {
    for pair in pairs {
        for (name, value) in pair.request.iter().flatten() {
            if let Some(member) = request.iter_mut().find(|member| member.name == *name) {
                deepen_member(member, value, types, DEEPEST);
            }
        }
    }
    super::tree::settle(request);
    for declared in types {
        super::tree::settle(declared.fields.as_deref_mut().unwrap_or_default());
    }
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
        } else if !name.is_empty() && name.len() <= 256 {
            members.push(from_value(name, value, depth));
        }
    }
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
    match value {
        _ if depth == 0 => (any, None),
        Value::Null => (any, None),
        Value::Bool(_) => (TypeRef::Scalar(Scalar::Boolean), None),
        Value::Number(number) if number.is_f64() => (TypeRef::Scalar(Scalar::Number), None),
        Value::Number(_) => (TypeRef::Scalar(Scalar::Integer), None),
        Value::String(_) => (TypeRef::Scalar(Scalar::String), None),
        Value::Array(items) => {
            let objects: Vec<&Map<String, Value>> =
                items.iter().filter_map(Value::as_object).collect();
            let is_objects = !objects.is_empty() && objects.len() == items.len();
            if is_objects {
                return (
                    TypeRef::List(Box::new(TypeRef::Object)),
                    Some(fields(&objects, depth)),
                );
            }
            let mut types = items.iter().map(|item| type_of(item, depth - 1));
            let first = types.next().map_or((any.clone(), None), |first| first);
            let same = types.all(|next| next.0 == first.0) && first.1.is_none();
            let inner = if same { first.0 } else { any };
            (TypeRef::List(Box::new(inner)), None)
        }
        Value::Object(map) if map.is_empty() => (TypeRef::Map(Box::new(any)), None),
        Value::Object(map) => (TypeRef::Object, Some(fields(&[map], depth))),
    }
}

fn fields(objects: &[&Map<String, Value>], depth: usize) -> Vec<Member> {
    let mut list: Vec<Member> = Vec::new();
    let mut none = Vec::new();
    for object in objects {
        for (name, value) in *object {
            if name.is_empty() || name.len() > 256 || object.len() > WIDEST || list.len() > WIDEST {
                continue;
            }
            match list.iter_mut().find(|member| member.name == *name) {
                Some(member) => widen(member, value, &mut none, depth - 1),
                None => list.push(from_value(name, value, depth - 1)),
            }
        }
    }
    list
}

/// A member that several samples show: a null says nothing, a fraction is a number, the rest is anything.
fn widen(member: &mut Member, value: &Value, types: &mut Vec<TypeDef>, depth: usize) {
    let (type_ref, fields) = type_of(value, depth);
    let any = TypeRef::Scalar(Scalar::Any);
    let is_number =
        |found: &TypeRef| matches!(found, TypeRef::Scalar(Scalar::Integer | Scalar::Number));
    let is_empty_list = |found: &TypeRef| matches!(found, TypeRef::List(inner) if **inner == any);
    if member.type_ref == type_ref {
        if depth > 0 {
            deepen_member(member, value, types, depth);
        }
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
            let index = types
                .iter()
                .position(|found| found.name == name)
                .unwrap_or_else(|| {
                    types.push(TypeDef {
                        name,
                        rename: None,
                        doc: None,
                        evidence: Evidence::Page,
                        fields: Some(Vec::new()),
                        values: None,
                        conflict: Vec::new(),
                        removed: None,
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
