//! The public types, read from the sources: each is either looked at in the tests beside this one, or
//! said to hold nothing that authorises. A new type fails this test until somebody has thought of it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::places;

/// Shown in the tests beside this one.
const LOOKED_AT: &str = "
    AccessKey Asked AssumeRole Attempt CachedCredentials Call CallInfo CallOptions Chain Client
    ClientBuilder ClientCertificate Credentials CredentialsError CredentialsUri Environment Error ExtraHeaders
    FederatedToken FromCliProfile FromEnvironment FromProfile GivenToken HttpRequest HttpResponse HttpSettings
    Identity InstanceAgency InstanceRole Items Key Mock MockBuilder OidcAgency OidcRole Outcome Pages
    Parameters PasswordToken PodIdentity Polling Prepared Proxy Received Recorder Recording Replay ReqwestTransport Response
    Script Secret TransportError WaitError WebIdentity
";

/// Tables, kinds, settings, numbers; texts of requests' parameters and of answers. Those of the
/// signing crate that borrow a key or a token cannot be printed, and neither can a value of an answer
/// that is being read.
const HARMLESS: &str = "
    Access Async Authorization AuthorizationError Blocking BodyStyle Cloud CassetteError
    ConflictKind ConnectFailure DateTime DateTimeError
    CredentialsErrorKind Damage DecodeError DecodeErrorKind Deprecation DerivedKey Difference
    Document Elapsed Encoded End Endpoints Envelope ErrorClass ErrorCode
    ErrorCodeInfo ErrorKind Evidence FailureSign Fault Finding FindingKind Findings FixedClock FixedNonce
    HttpMethod IdentityServices Input KeyCache Kind Layout Limits ListStyle Location ManualClock Meant MockKey
    Method Need Nonce NoPosition Operation Page PageFacts Paging PagingStyle Parameter Path Position Printable
    Proof Protocol
    Provider RandomNonce RateLimit Reply RequestSent Required RootCertificate RetryPolicy RetryReason Reader
    Root Rule Scheme Scope ScriptError Sending Serialization Service Shape Signature
    SignatureMethod SignedRequest Signer Slot StartError Strictness SystemClock TimeFormat TimeStyle
    TransportErrorKind
    UnknownFault UnknownReply UnknownWord Unmet Violation ViolationKind Violations Wait
    WaitErrorKind WaitOutcome When Work
    Writer WrongKey
";

fn listed(list: &str) -> BTreeSet<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

/// The names of public types below a folder.
fn public_types(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        if path.is_dir() {
            public_types(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let declared = text.lines().filter_map(|line| {
                // Enums of words stand inside a macro.
                let line = line.strip_prefix("    ").unwrap_or(line);
                let rest = line
                    .strip_prefix("pub struct ")
                    .or(line.strip_prefix("pub enum "))?;
                let end = rest.find(|letter: char| !letter.is_alphanumeric());
                let name = &rest[..end.unwrap_or(rest.len())];
                (!name.is_empty()).then(|| name.to_owned())
            });
            found.extend(declared);
        }
    }
}

#[test]
fn every_public_type_has_been_thought_of() {
    let mut found = BTreeSet::new();
    for name in ["core", "mock", "sign", "vocabulary"] {
        public_types(
            &places::repository().join("crates").join(name).join("src"),
            &mut found,
        );
    }
    let (looked_at, harmless) = (listed(LOOKED_AT), listed(HARMLESS));
    let known: BTreeSet<String> = looked_at.union(&harmless).cloned().collect();
    let new: Vec<&String> = found.difference(&known).collect();
    assert!(new.is_empty(), "can these hold a secret? {new:?}");
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "there are no such types any more: {gone:?}"
    );
    assert_eq!(looked_at.intersection(&harmless).count(), 0);
}
