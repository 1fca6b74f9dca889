//! `#[deprecated]`: of what a vendor discourages, and of stubs of what is no longer documented.

use cloudwright_spec::model::Removal;
use proc_macro2::TokenStream;
use quote::quote;

use crate::doc::inline;
use crate::model::MemberModel;

/// The attribute of a member.
pub(crate) fn deprecated(member: &MemberModel<'_>) -> Option<TokenStream> {
    removed(member.spec.removed.as_ref()).or_else(|| {
        let note = member.spec.deprecated.as_deref()?;
        Some(deprecated_note(note))
    })
}

/// The attribute of a stub of what is no longer documented.
pub(crate) fn removed(removal: Option<&Removal>) -> Option<TokenStream> {
    let removal = removal?;
    let note = inline(removal.doc.as_deref().unwrap_or("No longer documented."));
    let since = &removal.since;
    Some(quote!(#[deprecated(since = #since, note = #note)]))
}

/// The attribute, with a note that rustdoc renders as Markdown.
pub(crate) fn deprecated_note(note: &str) -> TokenStream {
    let note = inline(note);
    quote!(#[deprecated(note = #note)])
}
