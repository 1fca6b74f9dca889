//! The wire protocols, each a value that is asked: whose it is, where parameters go, which headers it
//! sets, what it needs, how it says that a call failed.
//!
//! What a protocol answers stands in a file of its own, below. How it is signed is the runtime's, and
//! how a signature is checked the mock's; each of the two has one list of protocols. Nothing else
//! asks which one it is.

mod aliyun_acs3;
mod aliyun_roa;
mod aliyun_rpc_v1;
mod framing;
mod huawei_aksk;
mod huawei_token;
mod tencent_qcloud_v2;
mod tencent_tc3;

pub use framing::is_framing_header;

use crate::layout::{BodyStyle, Envelope, Layout};
use crate::location::Location;
use crate::properties::properties;
use crate::provider::Provider;
use crate::word::{is_one_of, words};

words! {
    /// How requests are laid out and signed.
    ///
    /// Exhaustive, so that a list of them that lacks one does not compile.
    pub enum Protocol as "protocol" {
        /// Tencent API 3.0: JSON over POST, TC3-HMAC-SHA256.
        TencentTc3 = "tencent-tc3",
        /// Tencent API 2.0: parameters in query or form, `HmacSHA1` or `HmacSHA256`.
        TencentQcloudV2 = "tencent-qcloud-v2",
        /// Alibaba RPC with the V3 signature, ACS3-HMAC-SHA256.
        AliyunAcs3 = "aliyun-acs3",
        /// Alibaba RPC with the legacy signature in the query, HMAC-SHA1.
        AliyunRpcV1 = "aliyun-rpc-v1",
        /// Alibaba ROA, which is laid out by resources, with the V3 signature, ACS3-HMAC-SHA256.
        AliyunRoa = "aliyun-roa",
        /// Huawei REST signed with an access key, SDK-HMAC-SHA256.
        HuaweiAksk = "huawei-aksk",
        /// Huawei REST with an IAM token in `X-Auth-Token`.
        HuaweiToken = "huawei-token",
    }
}

words! {
    /// What a request of a protocol cannot be without.
    pub enum Need as "need" {
        /// It says which version of the API it is for.
        Version = "version",
        /// It names a region, unless its service has none.
        Region = "region",
        /// The product is signed.
        Product = "product",
        /// A token proves who calls. Elsewhere an access key does, by a signature.
        Token = "token",
    }
}

words! {
    /// How an answer says that the call failed.
    pub enum FailureSign as "sign of failure" {
        /// A member `Error` in the envelope, with `Code` and `Message`; the status is 200.
        ErrorMember = "error-member",
        /// A member `code` that is not 0, with its refinement in `codeDesc`; the status is 200.
        NonzeroCode = "nonzero-code",
        /// The status; some services say it by `IsSuccess: false` under a status of success.
        StatusOrFlag = "status-or-flag",
        /// The status alone.
        Status = "status",
    }
}

properties! {
    Protocol {
        /// Whose protocol it is.
        pub provider: Provider,
        /// What the vendor calls this way of laying out requests: `RPC`, `ROA`, `REST`, or Tencent's
        /// version of it.
        pub style: &'static str,
        /// Whether requests are laid out by resources: method and path tell actions apart, and bodies are
        /// JSON. Otherwise a name tells them apart.
        pub is_rest: bool,
        /// The HTTP method of actions that name none.
        pub usual_method: &'static str,
        /// The path of actions that name none, in services that name none.
        pub usual_path: &'static str,
        /// Where parameters travel that do not say so.
        usual_place: UsualLocation,
        /// Where parameters may travel.
        pub locations: &'static [Location],
        /// How parameters are laid out.
        pub layout: Layout,
        /// Over GET the parameters of the body are flat pairs in the query, whatever they are elsewhere.
        is_form_over_get: bool,
        /// Whether the parameters of query and form are one set that travels in either.
        pub is_one_set: bool,
        /// The body of a call without parameters.
        pub empty_body: &'static str,
        /// The headers that the protocol itself sets, in lower case.
        pub own_headers: &'static [&'static str],
        /// Where in an answer the result is, unless a service says otherwise.
        pub envelope: Envelope,
        /// How an answer says that the call failed.
        pub failure_sign: FailureSign,
        /// What a request cannot be without.
        all_needs: &'static [Need],
        /// A region as services of this protocol write them, the one that the vendor's examples name.
        pub example_region: &'static str,
    }
    TencentTc3 => tencent_tc3,
    TencentQcloudV2 => tencent_qcloud_v2,
    AliyunAcs3 => aliyun_acs3,
    AliyunRpcV1 => aliyun_rpc_v1,
    AliyunRoa => aliyun_roa,
    HuaweiAksk => huawei_aksk,
    HuaweiToken => huawei_token,
}

/// Where parameters travel that do not say so.
#[derive(Clone, Copy)]
enum UsualLocation {
    Always(Location),
    /// In the body where the method has one, in the query elsewhere.
    ByMethod,
}

impl Protocol {
    /// Where parameters travel that do not say so.
    pub fn usual_location(self, method: &str) -> Location {
        match (self.usual_place(), method) {
            (UsualLocation::Always(location), _) => location,
            (UsualLocation::ByMethod, "GET" | "HEAD" | "DELETE") => Location::Query,
            (UsualLocation::ByMethod, _) => Location::Body,
        }
    }

    /// How parameters are laid out in requests of a method.
    pub fn layout_over(self, method: &str) -> Layout {
        let usual = self.layout();
        if self.is_form_over_get() && method == "GET" {
            return Layout::new(BodyStyle::Form, usual.lists);
        }
        usual
    }

    /// Whether requests have a header of this name, in any case, that no parameter may set: the
    /// protocol, the transport or the credentials do.
    pub fn sets_header(self, name: &str) -> bool {
        is_framing_header(name) || is_one_of(self.own_headers(), name)
    }

    /// Whether a request cannot be without something.
    pub fn needs(self, need: Need) -> bool {
        self.all_needs().contains(&need)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protocol_sends_parameters_where_they_usually_go() {
        for protocol in Protocol::ALL {
            for method in ["GET", "POST", "PUT", "DELETE"] {
                let usual = protocol.usual_location(method);
                assert!(protocol.locations().contains(&usual), "{protocol} {method}");
            }
        }
    }

    #[test]
    fn names_begin_with_the_providers_own_word_or_its_brand() {
        for protocol in Protocol::ALL {
            let brand = match protocol.provider() {
                Provider::Alibaba => "aliyun",
                other => other.as_str(),
            };
            assert!(protocol.as_str().starts_with(brand), "{protocol}");
        }
    }

    #[test]
    fn headers_of_the_transport_and_of_the_protocol_are_known_in_any_case() {
        for protocol in Protocol::ALL {
            assert!(protocol.sets_header("Content-Length"), "{protocol}");
            assert!(!protocol.sets_header("X-Other"), "{protocol}");
            for own in protocol.own_headers() {
                assert_eq!(*own, own.to_ascii_lowercase());
                assert!(protocol.sets_header(&own.to_ascii_uppercase()), "{own}");
            }
        }
    }

    #[test]
    fn only_bodies_of_flat_pairs_are_one_set() {
        let one_set = Protocol::ALL
            .iter()
            .filter(|protocol| protocol.is_one_set());
        for protocol in one_set {
            assert_eq!(protocol.layout().body, BodyStyle::Form, "{protocol}");
        }
    }

    #[test]
    fn over_get_only_the_body_becomes_another() {
        for protocol in Protocol::ALL {
            assert_eq!(protocol.layout_over("POST"), protocol.layout());
            let over_get = protocol.layout_over("GET");
            assert_eq!(over_get.lists, protocol.layout().lists);
        }
    }
}
