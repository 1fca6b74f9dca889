//! The clouds, each a value that is asked: what it is called, where its products usually are, what its tools
//! call their variables.
//!
//! What a provider answers stands in a file of its own, below. What a program needs to call one of them is
//! the runtime's, and how the mock plays one is the mock's; each of the two has a list of providers. A provider
//! names its usual protocol, and a protocol its provider: the two folders know each other.

mod alibaba;
mod huawei;
mod tencent;

use crate::error_class::ErrorClass;
use crate::mock_key::MockKey;
use crate::properties::properties;
use crate::protocol::Protocol;
use crate::word::words;

words! {
    /// A cloud provider.
    ///
    /// Exhaustive, so that a list of them that lacks one does not compile.
    pub enum Provider as "provider" {
        /// Tencent Cloud.
        Tencent = "tencent",
        /// Alibaba Cloud.
        Alibaba = "alibaba",
        /// Huawei Cloud.
        Huawei = "huawei",
    }
}

properties! {
    Provider {
        /// What it is called.
        pub title: &'static str,
        /// The protocol that most of its services answer to: what counts where nothing says another.
        pub usual_protocol: Protocol,
        /// Where a product is that is like most, with `{product}` and `{region}` to be filled.
        host_pattern: &'static str,
        /// Whether its calls belong to a project.
        pub has_projects: bool,
        /// The variables of the environment that hold id and secret of a key, as the vendor's tools have them.
        pub key_variables: [&'static str; 2],
        /// The variable of the environment that says which region to call, as the vendor's tools have it.
        pub region_variable: &'static str,
        /// What telemetry calls its APIs (`rpc.system`). OpenTelemetry's conventions have a word for one
        /// cloud, `aws-api`; these are made like it.
        pub rpc_system: &'static str,
        /// The provider's habits with error codes.
        class_by_habit: fn(&str) -> Option<ErrorClass>,
        /// The ids of its keys at the mock.
        pub mock_key: MockKey,
    }
    Tencent => tencent,
    Alibaba => alibaba,
    Huawei => huawei,
}

impl Provider {
    /// Which kind of failure an error code is by the provider's habit, where nobody documented it.
    pub fn error_class(self, code: &str) -> Option<ErrorClass> {
        self.class_by_habit()(code)
    }

    /// Where a product is that is like most; `{region}` stands for the region.
    ///
    /// ```
    /// use cloudwright_vocabulary::provider::Provider;
    ///
    /// assert_eq!(Provider::Alibaba.usual_host("ecs"), "ecs.{region}.aliyuncs.com");
    /// ```
    pub fn usual_host(self, product: &str) -> String {
        self.host_pattern().replace("{product}", product)
    }

    /// A region that the vendor's own examples name.
    pub const fn example_region(self) -> &'static str {
        self.usual_protocol().example_region()
    }

    /// Its protocols.
    pub fn protocols(self) -> impl Iterator<Item = Protocol> {
        let all = Protocol::ALL.iter().copied();
        all.filter(move |protocol| protocol.provider() == self)
    }

    /// Whether a key of this id is the mock cloud's, of whichever provider.
    pub fn has_mock_key(id: &str) -> bool {
        Self::ALL.iter().any(|provider| provider.mock_key().is(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_protocol_of_a_provider_is_its_own_and_comes_first() {
        for provider in Provider::ALL {
            let usual = provider.usual_protocol();
            assert_eq!(provider.protocols().next(), Some(usual));
        }
    }
}
