//! The protocols with the functions that sign for them.
//!
//! A client holds those of its service ([`ServiceClient::SIGNERS`](crate::ServiceClient::SIGNERS)), so that
//! a program has no other.

use std::fmt;

use super::{Draft, Signed, Signing, acs3, huawei, qcloud_v2, rpc_v1, tc3};
use crate::error::Error;
use crate::meta::Protocol;

/// Lays a request out and signs it.
type Sign = fn(&Draft, &Signing<'_>) -> Result<Signed, Error>;

/// A protocol, and what lays out and signs requests for it.
#[derive(Clone, Copy)]
pub struct Signer {
    pub(crate) protocol: Protocol,
    pub(crate) sign: Sign,
}

impl Signer {
    const fn new(protocol: Protocol, sign: Sign) -> Self {
        Self { protocol, sign }
    }

    /// [`Protocol::TencentTc3`].
    pub const TENCENT_TC3: Self = Self::new(Protocol::TencentTc3, tc3::sign);

    /// [`Protocol::TencentQcloudV2`].
    pub const TENCENT_QCLOUD_V2: Self = Self::new(Protocol::TencentQcloudV2, qcloud_v2::sign);

    /// [`Protocol::AliyunAcs3`].
    pub const ALIYUN_ACS3: Self = Self::new(Protocol::AliyunAcs3, acs3::sign);

    /// [`Protocol::AliyunRpcV1`].
    pub const ALIYUN_RPC_V1: Self = Self::new(Protocol::AliyunRpcV1, rpc_v1::sign);

    /// [`Protocol::AliyunRoa`].
    pub const ALIYUN_ROA: Self = Self::new(Protocol::AliyunRoa, acs3::sign);

    /// [`Protocol::HuaweiAksk`].
    pub const HUAWEI_AKSK: Self = Self::new(Protocol::HuaweiAksk, huawei::sign_with_key);

    /// [`Protocol::HuaweiToken`].
    pub const HUAWEI_TOKEN: Self = Self::new(Protocol::HuaweiToken, huawei::send_token);

    /// The signer of a protocol that is known only when the program runs: all of them are linked.
    pub const fn of(protocol: Protocol) -> Self {
        match protocol {
            Protocol::TencentTc3 => Self::TENCENT_TC3,
            Protocol::TencentQcloudV2 => Self::TENCENT_QCLOUD_V2,
            Protocol::AliyunAcs3 => Self::ALIYUN_ACS3,
            Protocol::AliyunRpcV1 => Self::ALIYUN_RPC_V1,
            Protocol::AliyunRoa => Self::ALIYUN_ROA,
            Protocol::HuaweiAksk => Self::HUAWEI_AKSK,
            Protocol::HuaweiToken => Self::HUAWEI_TOKEN,
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.protocol.fmt(formatter)
    }
}
