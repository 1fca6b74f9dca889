//! How Tencent's API 2.0 is signed.

use crate::word::words;

words! {
    /// How Tencent's API 2.0 is signed; the words are those of its parameter `SignatureMethod`.
    #[derive(Default)]
    pub enum SignatureMethod as "signature method" {
        /// HMAC-SHA1, which the vendor takes where a request does not say.
        HmacSha1 = "HmacSHA1",
        /// HMAC-SHA256, the default here.
        #[default]
        HmacSha256 = "HmacSHA256",
    }
}
