//! `#[deprecated]`: of what a vendor discourages, and of stubs of what is no longer documented.

use cloudwright_spec::model::{Deprecation, Removal};
use proc_macro2::TokenStream;
use quote::quote;

use crate::doc::inline;
use crate::model::MemberModel;

/// The attribute of a member.
pub(crate) fn deprecated(member: &MemberModel<'_>) -> Option<TokenStream> {
    let note = member.spec.deprecated.as_deref();
    removed(member.spec.removed.as_ref()).or_else(|| Some(attribute(note?)))
}

/// The attribute of a stub of what is no longer documented.
pub(crate) fn removed(removal: Option<&Removal>) -> Option<TokenStream> {
    let removal = removal?;
    let note = inline(removal.doc.as_deref().unwrap_or("No longer documented."));
    let since = &removal.since;
    Some(quote!(#[deprecated(since = #since, note = #note)]))
}

/// The attribute of a service or an action.
pub(crate) fn replaced(deprecation: Option<&Deprecation>) -> Option<TokenStream> {
    Some(attribute(&note(deprecation?)))
}

/// The attribute, with a note that rustdoc renders as Markdown.
fn attribute(note: &str) -> TokenStream {
    let note = inline(note);
    quote!(#[deprecated(note = #note)])
}

/// Why something is deprecated, and what replaces it.
pub(crate) fn note(deprecation: &Deprecation) -> String {
    let mut note = deprecation.doc.trim_end_matches('.').to_owned();
    if let Some(replacement) = &deprecation.replacement {
        note.push_str("; use ");
        if let Some(action) = &replacement.action {
            note.push_str(action);
            note.push_str(" of ");
        }
        note.push_str(&replacement.service);
    }
    note
}
