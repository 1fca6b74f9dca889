//! What a test can do with the stand-ins.

use std::time::Duration;

use super::ROLE;
use super::metadata::{ALIBABA_URI, HUAWEI_POD};
use crate::world::World;

/// The stand-ins for instance metadata, STS and IAM. They answer at the mock's own address, under the
/// vendors' paths and actions:
///
/// | stand-in | asked as | name for [`Mock::script`](crate::Mock::script) |
/// | --- | --- | --- |
/// | Tencent metadata | `GET /latest/meta-data/cam/security-credentials/` | `tencent-metadata` |
/// | Tencent STS | `AssumeRole`, `AssumeRoleWithWebIdentity` | the action |
/// | Alibaba metadata | `PUT /latest/api/token`, `GET /latest/meta-data/ram/security-credentials/` | `alibaba-metadata-token`, `alibaba-metadata` |
/// | Alibaba STS | `AssumeRole`, `AssumeRoleWithOIDC` | the action |
/// | Alibaba credentials URI | `GET /alibaba/credentials` | `alibaba-credentials-uri` |
/// | Huawei metadata | `PUT /meta-data/latest/api/token`, `GET /openstack/latest/securitykey` | `huawei-metadata-token`, `huawei-metadata` |
/// | Huawei IAM | `POST /v3/auth/tokens`, `GET /v3/projects` | `huawei-iam-token` |
/// | Huawei STS | `POST /v5/agencies/assume-with-oidc` | `huawei-oidc` |
/// | Huawei pod identity | `POST /huawei/pod-identity` | `huawei-pod-identity` |
///
/// What they give out works at the mock until it expires by the mock's clock.
#[derive(Clone, Copy, Debug)]
pub struct IdentityServices<'m> {
    pub(crate) world: &'m World,
}

impl IdentityServices<'_> {
    /// How long temporary keys last at most; an hour unless set.
    pub fn set_session_lifetime(self, lifetime: Duration) {
        self.world
            .change(|settings| settings.session_lifetime = lifetime);
    }

    /// How long IAM tokens last; 24 hours unless set.
    pub fn set_token_lifetime(self, lifetime: Duration) {
        self.world
            .change(|settings| settings.token_lifetime = lifetime);
    }

    /// Whether metadata is only given to those who fetched a token first.
    pub fn require_metadata_token(self, require: bool) {
        self.world
            .change(|settings| settings.hardened_metadata = require);
    }

    /// How many temporary keys and tokens were given out.
    pub fn issued(self) -> u64 {
        self.world.session_ids.count()
    }

    /// The role of the instance.
    pub fn role(self) -> &'static str {
        ROLE
    }

    /// Account, name and password of the user that IAM gives tokens to.
    pub fn iam_user(self) -> [String; 3] {
        let account = &self.world.account;
        [
            account.domain.clone(),
            account.user.clone(),
            account.password.clone(),
        ]
    }

    /// What `HC_CONTAINER_CREDENTIALS_FULL_URI` can name.
    pub fn pod_identity_url(self) -> String {
        self.world.endpoint(None) + HUAWEI_POD
    }

    /// What `ALIBABA_CLOUD_CREDENTIALS_URI` can name.
    pub fn credentials_url(self) -> String {
        self.world.endpoint(None) + ALIBABA_URI
    }
}
