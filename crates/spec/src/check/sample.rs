//! Checks of samples against what is declared.

use serde_json::{Map, Value};

use cloudwright_vocabulary::layout::Envelope;

use crate::catalog::LoadedService;
use crate::check::checker::Checker;
use crate::check::sightings::Sightings;
use crate::check::value::{Fit, by_name};
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Location, Member, Sample};

/// Checks the samples of an action.
pub(super) fn check<'a>(checker: &mut Checker<'a>, action: &'a Action, seen: &mut Sightings) {
    let place = &Place::ROOT.key("samples");
    for (index, sample) in action.samples.iter().enumerate() {
        let at = place.index(index);
        checker.text(sample.name.as_deref(), &at.key("name"));
        request(checker, action, sample, seen, &at.key("request"));
        response(checker, action, sample, seen, &at.key("response"));
    }
}

fn request<'a>(
    checker: &mut Checker<'a>,
    action: &'a Action,
    sample: &Sample,
    seen: &mut Sightings,
    place: &Place<'_>,
) {
    let Some(parameters) = &sample.request else {
        return;
    };
    let Value::Object(map) = parameters else {
        let message = "a sample's request is an object of parameters by wire name";
        checker.say(Code::SampleMismatch, place, message);
        return;
    };
    let mut fit = Fit {
        checker,
        seen: Some(seen),
        is_request: true,
    };
    fit.object(&action.request, map, place);
}

fn response<'a>(
    checker: &mut Checker<'a>,
    action: &'a Action,
    sample: &Sample,
    seen: &mut Sightings,
    place: &Place<'_>,
) {
    let is_header = |member: &Member| member.location == Some(Location::Header);
    let mut fit = Fit {
        checker,
        seen: Some(seen),
        is_request: false,
    };
    if let Some(root) = action.whole_answer() {
        return fit.member(root, &sample.response, place);
    }
    match &sample.response {
        Value::Object(body) => enveloped(&mut fit, action, body, place),
        Value::Null if action.response.iter().all(is_header) => {}
        _ => {
            let message = "a sample's response is the whole body, an object";
            fit.checker.say(Code::SampleMismatch, place, message);
        }
    }
}

/// Whether all of an answer is inside the envelope, so that it cannot be absent.
fn holds_all(loaded: &LoadedService) -> bool {
    matches!(loaded.protocol().envelope(), Envelope::Whole(_))
}

/// The body of an answer: members in the envelope, if the service has one, and beside it.
fn enveloped(fit: &mut Fit<'_, '_>, action: &Action, body: &Map<String, Value>, place: &Place<'_>) {
    let envelope = fit.checker.loaded.service.envelope.as_deref();
    let inner = envelope.and_then(|name| body.get(name));
    let empty = Map::new();
    let result = match (envelope, inner) {
        (Some(_), Some(Value::Object(result))) => result,
        (Some(name), None) if holds_all(fit.checker.loaded) => {
            let message = format!("the sample's response has no `{name}`");
            fit.checker.say(Code::SampleMismatch, place, message);
            return;
        }
        (Some(name), Some(other)) if !other.is_null() => {
            let at = place.key(name);
            let message = format!("the envelope `{name}` is an object");
            fit.checker.say(Code::SampleMismatch, &at, message);
            &empty
        }
        _ => &empty,
    };
    let beside = body
        .iter()
        .filter(|(key, _)| Some(key.as_str()) != envelope);
    let result_place = envelope.map(|name| place.key(name));
    let result_place = result_place.as_ref().unwrap_or(place);
    let members = || {
        let in_body = |member: &&Member| member.location != Some(Location::Header);
        action.response.iter().filter(in_body)
    };
    let by_name = by_name(members());
    for (is_inside, (key, value)) in beside
        .map(|entry| (false, entry))
        .chain(result.iter().map(|entry| (true, entry)))
    {
        let at = if is_inside { result_place } else { place }.key(key);
        let Some(member) = by_name.get(key.as_str()).copied() else {
            fit.unknown(key, members(), &at);
            continue;
        };
        if let Some(seen) = fit.seen.as_mut().filter(|_| !member.conflict.is_empty()) {
            let sight = seen.sight(member);
            sight.is_enveloped |= is_inside;
            sight.is_outside |= !is_inside;
        }
        fit.member(member, value, &at);
    }
    for member in members() {
        let is_there = body
            .keys()
            .chain(result.keys())
            .any(|key| member.is_called(key));
        fit.presence(member, is_there, result_place);
    }
}
