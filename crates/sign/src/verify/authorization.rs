//! Takes `Authorization` headers of the three header-signing protocols apart. Input is hostile: it is
//! bounded before it is looked at, and nothing is unescaped or guessed.

use super::AuthorizationError;
use crate::{acs3, sdk_hmac, tc3, time};

/// Longer than this no client makes it: ids have tens of bytes, and there are tens of headers.
const MAX_LENGTH: usize = 8 * 1024;

/// The algorithm that an `Authorization` header names first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `TC3-HMAC-SHA256`, see [`tc3`].
    Tc3,
    /// `ACS3-HMAC-SHA256`, see [`acs3`].
    Acs3,
    /// `SDK-HMAC-SHA256`, see [`sdk_hmac`].
    SdkHmac,
}

impl Scheme {
    const ALL: [Self; 3] = [Self::Tc3, Self::Acs3, Self::SdkHmac];

    /// The algorithm as the header spells it.
    pub const fn algorithm(self) -> &'static str {
        match self {
            Self::Tc3 => tc3::ALGORITHM,
            Self::Acs3 => acs3::ALGORITHM,
            Self::SdkHmac => sdk_hmac::ALGORITHM,
        }
    }

    /// What the part is called that holds the id.
    const fn id_part(self) -> &'static str {
        match self {
            Self::Tc3 | Self::Acs3 => "Credential",
            Self::SdkHmac => "Access",
        }
    }
}

/// What a TC3 signature is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope<'a> {
    /// The UTC day, `YYYY-MM-DD`; a day that the calendar has.
    pub date: &'a str,
    /// The service, such as `tcr`.
    pub service: &'a str,
}

/// An `Authorization` header, taken apart. Its form is right; whether its signature is, is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorization<'a> {
    /// The algorithm.
    pub scheme: Scheme,
    /// The public half of the access key.
    pub id: &'a str,
    /// Day and service, in TC3 only.
    pub scope: Option<Scope<'a>>,
    /// The names of the signed headers: lower case, in the order of the header, each once, at least one.
    pub signed_headers: Vec<&'a str>,
    /// The signature: 64 lower-case hex digits.
    pub signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Takes the value of an `Authorization` header apart.
    ///
    /// Parts may come in any order and with or without spaces after the commas. Everything else is
    /// refused, whatever a vendor's server might still put up with.
    pub fn parse(header: &'a str) -> Result<Self, AuthorizationError> {
        if header.len() > MAX_LENGTH {
            return Err(AuthorizationError::TooLong {
                length: header.len(),
            });
        }
        let (scheme, rest) = split_scheme(header)?;
        let parts = HeaderParts::read(scheme, rest)?;
        let credential = present(parts.id, scheme.id_part())?;
        let (id, scope) = match scheme {
            Scheme::Tc3 => split_credential(credential)?,
            Scheme::Acs3 | Scheme::SdkHmac => (credential, None),
        };
        Ok(Self {
            scheme,
            id,
            scope,
            signed_headers: split_names(present(parts.signed_headers, SIGNED_HEADERS)?)?,
            signature: checked_signature(present(parts.signature, SIGNATURE)?)?,
        })
    }

    /// Whether the header called `name`, in any case, is signed.
    pub fn signs(&self, name: &str) -> bool {
        self.signed_headers
            .iter()
            .any(|signed| signed.eq_ignore_ascii_case(name))
    }

    /// Picks the signed headers out of those received, under their lower-case names: what the
    /// protocols' `Input` wants to sign again. A header that was received several times is picked as
    /// often.
    pub fn select<'h>(
        &self,
        received: &[(&'h str, &'h str)],
    ) -> Result<Vec<(&'a str, &'h str)>, AuthorizationError> {
        let mut selected = Vec::with_capacity(self.signed_headers.len());
        for signed in &self.signed_headers {
            let before = selected.len();
            let named = received
                .iter()
                .filter(|(name, _)| signed.eq_ignore_ascii_case(name));
            selected.extend(named.map(|(_, value)| (*signed, *value)));
            if selected.len() == before {
                return Err(AuthorizationError::HeaderNotReceived((*signed).to_owned()));
            }
        }
        Ok(selected)
    }
}

const SIGNED_HEADERS: &str = "SignedHeaders";
const SIGNATURE: &str = "Signature";

fn split_scheme(header: &str) -> Result<(Scheme, &str), AuthorizationError> {
    let (algorithm, rest) = header
        .split_once(' ')
        .ok_or(AuthorizationError::UnknownScheme)?;
    let scheme = Scheme::ALL
        .into_iter()
        .find(|scheme| scheme.algorithm() == algorithm);
    Ok((scheme.ok_or(AuthorizationError::UnknownScheme)?, rest))
}

/// The values of the three parts that every scheme has.
#[derive(Default)]
struct HeaderParts<'a> {
    id: Option<&'a str>,
    signed_headers: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> HeaderParts<'a> {
    fn read(scheme: Scheme, text: &'a str) -> Result<Self, AuthorizationError> {
        let mut parts = Self::default();
        for part in text.split(',') {
            let (name, value) = part
                .trim()
                .split_once('=')
                .ok_or(AuthorizationError::UnexpectedPart)?;
            let (name, place) = match name {
                SIGNED_HEADERS => (SIGNED_HEADERS, &mut parts.signed_headers),
                SIGNATURE => (SIGNATURE, &mut parts.signature),
                name if name == scheme.id_part() => (scheme.id_part(), &mut parts.id),
                _ => return Err(AuthorizationError::UnexpectedPart),
            };
            if place.replace(value).is_some() {
                return Err(AuthorizationError::Repeated(name));
            }
        }
        Ok(parts)
    }
}

fn present<'a>(value: Option<&'a str>, part: &'static str) -> Result<&'a str, AuthorizationError> {
    value
        .filter(|value| !value.is_empty())
        .ok_or(AuthorizationError::Missing(part))
}

/// Splits `{id}/{date}/{service}/tc3_request`.
fn split_credential(credential: &str) -> Result<(&str, Option<Scope<'_>>), AuthorizationError> {
    let mut pieces = credential.split('/');
    let mut piece = || pieces.next().filter(|piece| !piece.is_empty());
    let (Some(id), Some(date), Some(service), Some(tc3::TERMINATOR), None) =
        (piece(), piece(), piece(), piece(), pieces.next())
    else {
        return Err(AuthorizationError::MalformedScope);
    };
    if !time::is_date(date) {
        return Err(AuthorizationError::MalformedScope);
    }
    Ok((id, Some(Scope { date, service })))
}

fn split_names(names: &str) -> Result<Vec<&str>, AuthorizationError> {
    let names: Vec<&str> = names.split(';').collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    let repeated = sorted.windows(2).any(|pair| pair[0] == pair[1]);
    if repeated || !names.iter().all(|name| is_header_name(name)) {
        return Err(AuthorizationError::MalformedSignedHeaders);
    }
    Ok(names)
}

/// A header name in lower case (RFC 9110, section 5.6.2, `token`, without the capitals).
fn is_header_name(name: &str) -> bool {
    let is_allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte)
    };
    !name.is_empty() && name.bytes().all(is_allowed)
}

fn checked_signature(signature: &str) -> Result<&str, AuthorizationError> {
    let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_right = signature.len() == 64 && signature.bytes().all(is_digit);
    is_right
        .then_some(signature)
        .ok_or(AuthorizationError::MalformedSignature)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end in a panic")]

    use proptest::prelude::*;

    use super::*;
    use crate::Key;

    const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn with_signature(rest: &str) -> String {
        rest.replace("HEX", HEX)
    }

    #[test]
    fn the_three_forms_are_understood() {
        let tc3 = with_signature(
            "TC3-HMAC-SHA256 Credential=AKID/2025-01-01/tcr/tc3_request, SignedHeaders=content-type;host, Signature=HEX",
        );
        let acs3 = with_signature(
            "ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=host;x-acs-date,Signature=HEX",
        );
        let sdk = with_signature(
            "SDK-HMAC-SHA256 Access=HW, SignedHeaders=host;x-sdk-date, Signature=HEX",
        );
        let scope = Some(Scope {
            date: "2025-01-01",
            service: "tcr",
        });
        let cases = [
            (tc3, Scheme::Tc3, "AKID", scope, ["content-type", "host"]),
            (acs3, Scheme::Acs3, "LTAI", None, ["host", "x-acs-date"]),
            (sdk, Scheme::SdkHmac, "HW", None, ["host", "x-sdk-date"]),
        ];
        for (header, scheme, id, scope, signed_headers) in cases {
            let signed_headers = signed_headers.to_vec();
            let expected = Authorization {
                scheme,
                id,
                scope,
                signed_headers,
                signature: HEX,
            };
            assert_eq!(Authorization::parse(&header), Ok(expected));
        }
    }

    #[test]
    fn parts_may_come_in_any_order_and_with_or_without_blanks() {
        let usual =
            with_signature("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=HEX");
        let other =
            with_signature("ACS3-HMAC-SHA256 Signature=HEX ,  Credential=id, SignedHeaders=host");
        assert_eq!(Authorization::parse(&usual), Authorization::parse(&other));
    }

    #[test]
    fn a_malformed_header_is_refused_with_the_reason() {
        use AuthorizationError as E;
        let cases = [
            ("", E::UnknownScheme),
            ("ACS3-HMAC-SHA256", E::UnknownScheme),
            ("acs3-hmac-sha256 Credential=id", E::UnknownScheme),
            ("Basic aWQ6c2VjcmV0", E::UnknownScheme),
            ("ACS3-HMAC-SHA256 ", E::UnexpectedPart),
            ("ACS3-HMAC-SHA256 Credential", E::UnexpectedPart),
            ("ACS3-HMAC-SHA256 Access=id", E::UnexpectedPart),
            ("SDK-HMAC-SHA256 Credential=id", E::UnexpectedPart),
            ("ACS3-HMAC-SHA256 Credential=id,", E::UnexpectedPart),
            (
                "ACS3-HMAC-SHA256 Credential=id,Credential=id",
                E::Repeated("Credential"),
            ),
            (
                "ACS3-HMAC-SHA256 Signature=HEX,SignedHeaders=host",
                E::Missing("Credential"),
            ),
            (
                "SDK-HMAC-SHA256 Access=,Signature=HEX,SignedHeaders=host",
                E::Missing("Access"),
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,Signature=HEX",
                E::Missing("SignedHeaders"),
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host",
                E::Missing("Signature"),
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=HEX0",
                E::MalformedSignature,
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=abc",
                E::MalformedSignature,
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=Host,Signature=HEX",
                E::MalformedSignedHeaders,
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;,Signature=HEX",
                E::MalformedSignedHeaders,
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a b,Signature=HEX",
                E::MalformedSignedHeaders,
            ),
            (
                "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;b;a,Signature=HEX",
                E::MalformedSignedHeaders,
            ),
            (
                "TC3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=HEX",
                E::MalformedScope,
            ),
            (
                "TC3-HMAC-SHA256 Credential=id/2025-01-01/tcr,SignedHeaders=host,Signature=HEX",
                E::MalformedScope,
            ),
            (
                "TC3-HMAC-SHA256 Credential=/2025-01-01/tcr/tc3_request,SignedHeaders=a,Signature=HEX",
                E::MalformedScope,
            ),
            (
                "TC3-HMAC-SHA256 Credential=i/2025-02-29/tcr/tc3_request,SignedHeaders=a,Signature=HEX",
                E::MalformedScope,
            ),
            (
                "TC3-HMAC-SHA256 Credential=i/2025-01-01//tc3_request,SignedHeaders=a,Signature=HEX",
                E::MalformedScope,
            ),
            (
                "TC3-HMAC-SHA256 Credential=i/2025-01-01/t/tc3_request/,SignedHeaders=a,Signature=HEX",
                E::MalformedScope,
            ),
        ];
        for (header, error) in cases {
            assert_eq!(
                Authorization::parse(&with_signature(header)),
                Err(error),
                "{header}"
            );
        }
        let upper_case = format!(
            "ACS3-HMAC-SHA256 Credential=i,SignedHeaders=a,Signature={}",
            HEX.to_uppercase()
        );
        assert_eq!(
            Authorization::parse(&upper_case),
            Err(E::MalformedSignature)
        );
    }

    #[test]
    fn a_header_of_absurd_length_is_refused_unread() {
        let length = MAX_LENGTH + 1;
        let long = "ACS3-HMAC-SHA256 ".repeat(length)[..length].to_owned();
        assert_eq!(
            Authorization::parse(&long),
            Err(AuthorizationError::TooLong { length })
        );
    }

    #[test]
    fn signed_headers_are_picked_whatever_their_case() {
        let header =
            with_signature("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-a,Signature=HEX");
        let authorization = Authorization::parse(&header).unwrap();
        let received = [("X-A", "1"), ("Host", "h"), ("accept", "*/*"), ("x-a", "2")];
        assert_eq!(
            authorization.select(&received).unwrap(),
            [("host", "h"), ("x-a", "1"), ("x-a", "2")]
        );
        assert!(authorization.signs("Host") && !authorization.signs("accept"));
        let absent = AuthorizationError::HeaderNotReceived("x-a".to_owned());
        assert_eq!(authorization.select(&received[1..3]), Err(absent));
    }

    proptest! {
        #[test]
        fn what_is_signed_can_be_taken_apart(id in "[A-Za-z0-9_*-]{1,40}", service in "[a-z]{1,9}", timestamp: i64) {
            let key = Key { id: &id, secret: "secret" };
            let headers = &[("content-type", "application/json"), ("Host", "h"), ("x-sdk-date", "d")];
            let (method, path, query, body) = ("POST", "/", "", &b"{}"[..]);
            let tc3 = tc3::sign(&tc3::Input { method, path, query, headers, body, timestamp, service: &service }, &key);
            let acs3 = acs3::sign(&acs3::Input { method, path, query, headers, body_hash: "" }, &key);
            let sdk_hmac = sdk_hmac::sign(&sdk_hmac::Input { method, path, query, headers, body }, &key);
            for (authorization, signature) in [
                (tc3.authorization(), tc3.signature()),
                (acs3.authorization(), acs3.signature()),
                (sdk_hmac.authorization(), sdk_hmac.signature()),
            ] {
                let parsed = Authorization::parse(authorization).unwrap();
                prop_assert_eq!((parsed.id, parsed.signature), (id.as_str(), signature));
                prop_assert_eq!(parsed.signed_headers, ["content-type", "host", "x-sdk-date"]);
                let date = time::date(timestamp);
                let expected = Scope { date: &date, service: &service };
                prop_assert!(parsed.scope.is_none_or(|scope| scope == expected));
            }
        }

        #[test]
        fn any_text_is_understood_or_refused(text: String, tail in "[A-Za-z0-9=,;/ é-]{0,80}") {
            let _ = Authorization::parse(&text);
            for scheme in Scheme::ALL {
                for header in [&text, &tail].map(|tail| format!("{} {tail}", scheme.algorithm())) {
                    let _ = Authorization::parse(&header);
                    let _ = Authorization::parse(&format!("{header},SignedHeaders=a,Signature={HEX}"));
                }
            }
        }
    }
}
