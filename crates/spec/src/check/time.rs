//! Checks of times: which formats go with which types, and whether values are written so.

use cloudwright_vocabulary::time_style;

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::{Member, Scalar, TimeStyle, TypeRef};

/// Checks `format:` and `zone:` of a member.
pub(super) fn check(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    zone(checker, member, place);
    let Some(format) = member.format else { return };
    let problem = match member.type_ref.leaf() {
        _ if !member.values.is_empty() => "documented values are no times".to_owned(),
        _ if member.serialize.is_some() => {
            "what is in one text has no format of its own".to_owned()
        }
        TypeRef::Scalar(scalar) if goes_with(format, *scalar) => return,
        other => format!("`{format}` of a member that is `{other}`"),
    };
    let help = if format.is_count() {
        "a count from 1970 is a whole number or a `string`, as it travels"
    } else {
        "a time that is written out is a `datetime` or a `string`"
    };
    let finding = checker.say(Code::Inapplicable, place.key("format"), problem);
    finding.help(help);
}

/// Whether a time that is written so can be of a type.
pub(crate) fn goes_with(format: TimeStyle, scalar: Scalar) -> bool {
    match scalar {
        Scalar::String => true,
        Scalar::Datetime => !format.is_count(),
        other => format.is_count() && other.is_integer(),
    }
}

fn zone(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    let wants_zone = member.format.is_some_and(TimeStyle::wants_zone);
    match &member.zone {
        None if wants_zone => {
            let message = format!("`{}` names no zone, and neither does its text", member.name);
            let finding = checker.say(Code::MissingKey, place.key("format"), message);
            finding.help("`zone:` is what the page says; if it does not, leave `format:` out");
        }
        Some(_) if !wants_zone => {
            let message = "`zone` of what is no `format: date-time`";
            checker.say(Code::Inapplicable, place.key("zone").name(), message);
        }
        Some(zone) if time_style::offset(zone).is_none() => {
            let shown: String = zone.chars().take(40).collect();
            let message = format!("`{shown}` is no zone: `Z` or `+08:00`");
            checker.say(Code::BadZone, place.key("zone"), message);
        }
        _ => {}
    }
}
