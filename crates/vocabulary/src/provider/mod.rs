//! The clouds, each a value that is asked: what it is called, where its products usually are, what its tools
//! call their variables.
//!
//! What a provider answers stands in a file of its own, below. What a program needs to call one of them is
//! the runtime's, and how the mock plays one is the mock's; each of the two has a list of providers.

mod alibaba;
mod huawei;
mod tencent;

use crate::error_class::ErrorClass;
use crate::mock_key::MockKey;
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

/// What is to be known of a provider. Each is a static, so that a program has it once and not in every place that
/// asks.
struct Facts {
    title: &'static str,
    usual_protocol: Protocol,
    usual_host: &'static str,
    has_projects: bool,
    /// Of the id and of the secret.
    key_variables: [&'static str; 2],
    region_variable: &'static str,
    rpc_system: &'static str,
    error_class: fn(&str) -> Option<ErrorClass>,
    mock_key: MockKey,
}

impl Provider {
    const fn facts(self) -> &'static Facts {
        match self {
            Self::Tencent => &tencent::FACTS,
            Self::Alibaba => &alibaba::FACTS,
            Self::Huawei => &huawei::FACTS,
        }
    }

    /// What telemetry calls its APIs (`rpc.system`). OpenTelemetry's conventions have a word for one
    /// cloud, `aws-api`; these are made like it.
    pub const fn rpc_system(self) -> &'static str {
        self.facts().rpc_system
    }

    /// Which kind of failure an error code is by the provider's habit, where nobody documented it.
    pub fn error_class(self, code: &str) -> Option<ErrorClass> {
        (self.facts().error_class)(code)
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        self.facts().title
    }

    /// The protocol that most of its services answer to: what counts where nothing says another.
    pub const fn usual_protocol(self) -> Protocol {
        self.facts().usual_protocol
    }

    /// Where a product is that is like most; `{region}` stands for the region.
    ///
    /// ```
    /// use cloudwright_vocabulary::provider::Provider;
    ///
    /// assert_eq!(Provider::Alibaba.usual_host("ecs"), "ecs.{region}.aliyuncs.com");
    /// ```
    pub fn usual_host(self, product: &str) -> String {
        self.facts().usual_host.replace("{product}", product)
    }

    /// Whether its calls belong to a project.
    pub const fn has_projects(self) -> bool {
        self.facts().has_projects
    }

    /// The variables of the environment that hold id and secret of a key, as the vendor's tools have them.
    pub const fn key_variables(self) -> [&'static str; 2] {
        self.facts().key_variables
    }

    /// How the ids of its keys begin at the mock.
    pub const fn mock_key(self) -> MockKey {
        self.facts().mock_key
    }

    /// The variable of the environment that says which region to call, as the vendor's tools have it.
    pub const fn region_variable(self) -> &'static str {
        self.facts().region_variable
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
