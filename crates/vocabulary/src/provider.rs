//! The clouds.
//!
//! What a program needs to call one of them is the runtime's, and how the mock plays one is the
//! mock's.

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

/// What is to be known of a provider.
struct Facts {
    title: &'static str,
    usual_protocol: Protocol,
    has_projects: bool,
    region_variable: &'static str,
    rpc_system: &'static str,
}

impl Provider {
    const fn facts(self) -> &'static Facts {
        match self {
            Self::Tencent => &Facts {
                title: "Tencent Cloud",
                usual_protocol: Protocol::TencentTc3,
                has_projects: false,
                region_variable: "TENCENTCLOUD_REGION",
                rpc_system: "tencent-api",
            },
            Self::Alibaba => &Facts {
                title: "Alibaba Cloud",
                usual_protocol: Protocol::AliyunAcs3,
                has_projects: false,
                region_variable: "ALIBABA_CLOUD_REGION_ID",
                rpc_system: "alibaba-api",
            },
            Self::Huawei => &Facts {
                title: "Huawei Cloud",
                usual_protocol: Protocol::HuaweiAksk,
                has_projects: true,
                region_variable: "HUAWEICLOUD_SDK_REGION_ID",
                rpc_system: "huawei-api",
            },
        }
    }

    /// What telemetry calls its APIs (`rpc.system`). OpenTelemetry's conventions have a word for one
    /// cloud, `aws-api`; these are made like it.
    pub const fn rpc_system(self) -> &'static str {
        self.facts().rpc_system
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        self.facts().title
    }

    /// The protocol that most of its services answer to: what counts where nothing says another.
    pub const fn usual_protocol(self) -> Protocol {
        self.facts().usual_protocol
    }

    /// Whether its calls belong to a project.
    pub const fn has_projects(self) -> bool {
        self.facts().has_projects
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
