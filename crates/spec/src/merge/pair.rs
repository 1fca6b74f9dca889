//! A member on both sides.

use super::holder::Holder;
use crate::model::{Member, TypeRef};

/// A member of the spec, and what the source states of it.
#[derive(Clone, Copy)]
pub(super) struct MemberPair<'a, 's> {
    pub(super) holder: Holder<'a>,
    pub(super) spec: &'a Member,
    pub(super) fact: &'a Member,
    pub(super) subject: &'s str,
    /// Whether the source may change what the spec says.
    pub(super) may_change: bool,
    /// Whether the type is the source's from now on.
    pub(super) is_retyped: bool,
}

impl<'a> MemberPair<'a, '_> {
    /// The type that the member has from now on, so far as the sources say the same of it.
    pub(super) fn type_ref(&self) -> &'a TypeRef {
        if self.is_retyped {
            &self.fact.type_ref
        } else {
            &self.spec.type_ref
        }
    }
}
