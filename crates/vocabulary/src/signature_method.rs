//! How Tencent's API 2.0 is signed.

use crate::word::words;

words! {
    /// How Tencent's API 2.0 is signed; the words are those of its parameter `SignatureMethod`.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum SignatureMethod as "signature method" {
        /// HMAC-SHA256. The default, though the vendor takes its absence for SHA-1.
        #[default]
        HmacSha256 = "HmacSHA256",
        /// HMAC-SHA1.
        HmacSha1 = "HmacSHA1",
    }
}
