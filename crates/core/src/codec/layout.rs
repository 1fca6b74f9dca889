//! How a protocol lays out the parameters of a request.

use crate::meta::Protocol;

/// How a protocol lays out parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Layout {
    /// What the parameters of the body become.
    pub body: BodyStyle,
    /// What a list in a query or a form becomes.
    pub lists: ListStyle,
}

/// What the parameters of the body become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyStyle {
    /// Members of a JSON object.
    Json,
    /// Flat pairs: a form, or a part of the query.
    Form,
}

/// What a list in a query or a form becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListStyle {
    /// The name is given once for every item.
    Repeated,
    /// Every item has its own name, numbered from here: `Name.1`.
    From(usize),
}

impl Layout {
    /// The layout of a protocol.
    pub const fn of(protocol: Protocol) -> Self {
        match protocol {
            Protocol::TencentTc3 => Self::new(BodyStyle::Json, ListStyle::From(0)),
            Protocol::TencentQcloudV2 => Self::new(BodyStyle::Form, ListStyle::From(0)),
            Protocol::AliyunAcs3 | Protocol::AliyunRpcV1 => {
                Self::new(BodyStyle::Form, ListStyle::From(1))
            }
            Protocol::AliyunRoa => Self::new(BodyStyle::Json, ListStyle::From(1)),
            Protocol::HuaweiAksk | Protocol::HuaweiToken => {
                Self::new(BodyStyle::Json, ListStyle::Repeated)
            }
        }
    }

    /// A layout, where a protocol has several: TC3 over GET is [`BodyStyle::Form`].
    pub const fn new(body: BodyStyle, lists: ListStyle) -> Self {
        Self { body, lists }
    }
}
