//! What kind of failure an error code is, guessed from its spelling.
//!
//! Inventories list codes without meaning. The dotted families of the three clouds are regular
//! enough to sort most of them; what is not recognised stays [`ErrorClass::Other`], which nothing
//! is decided by.

use crate::model::ErrorClass;

/// Beginnings of codes, longest family first.
const FAMILIES: &[(&str, ErrorClass)] = &[
    ("AuthFailure.SignatureExpire", ErrorClass::ClockSkew),
    ("AuthFailure.TokenFailure", ErrorClass::Expired),
    ("AuthFailure.UnauthorizedOperation", ErrorClass::Denied),
    ("AuthFailure", ErrorClass::Auth),
    ("UnauthorizedOperation", ErrorClass::Denied),
    ("OperationDenied", ErrorClass::Denied),
    ("Forbidden", ErrorClass::Denied),
    ("NoPermission", ErrorClass::Denied),
    ("RequestLimitExceeded", ErrorClass::Throttling),
    ("Throttling", ErrorClass::Throttling),
    ("LimitExceeded", ErrorClass::Quota),
    ("QuotaExceed", ErrorClass::Quota),
    ("ResourceInsufficient", ErrorClass::Quota),
    ("ResourceNotFound", ErrorClass::NotFound),
    ("ResourceInUse", ErrorClass::Conflict),
    ("ResourceUnavailable", ErrorClass::Transient),
    ("ResourcesSoldOut", ErrorClass::Quota),
    ("ServiceUnavailable", ErrorClass::Transient),
    ("InternalError", ErrorClass::Internal),
    ("SystemError", ErrorClass::Internal),
    ("InvalidParameter", ErrorClass::Invalid),
    ("MissingParameter", ErrorClass::Invalid),
    ("UnknownParameter", ErrorClass::Invalid),
    ("UnsupportedOperation", ErrorClass::Unsupported),
    ("UnsupportedRegion", ErrorClass::Unsupported),
];

/// The class of a code.
pub(super) fn class_of(code: &str) -> ErrorClass {
    FAMILIES
        .iter()
        .find(|(family, _)| code.starts_with(family))
        .map_or(ErrorClass::Other, |(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_family_of_a_code_decides_its_class() {
        for (code, class) in [
            ("ResourceNotFound.ErrNoRepo", ErrorClass::NotFound),
            ("AuthFailure.SignatureExpire", ErrorClass::ClockSkew),
            ("AuthFailure.InvalidSecretId", ErrorClass::Auth),
            (
                "RequestLimitExceeded.UinLimitExceeded",
                ErrorClass::Throttling,
            ),
            ("LimitExceeded", ErrorClass::Quota),
            ("Whatever", ErrorClass::Other),
        ] {
            assert_eq!(class_of(code), class, "{code}");
        }
    }
}
