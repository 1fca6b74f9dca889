//! The names of what no spec describes and the mock plays all the same: services that give out temporary
//! credentials. Replies can be scripted for them by these names.

/// The stand-ins that are services of the log.
pub(crate) const SERVICES: &[&str] = &["alibaba-sts", "tencent-sts"];

/// What they are asked for.
pub(crate) const ACTIONS: &[&str] = &[
    "AssumeRole",
    "AssumeRoleWithOIDC",
    "AssumeRoleWithWebIdentity",
    "alibaba-credentials-uri",
    "alibaba-metadata",
    "alibaba-metadata-token",
    "huawei-iam-token",
    "huawei-metadata",
    "huawei-metadata-token",
    "huawei-oidc",
    "huawei-pod-identity",
    "tencent-metadata",
];
