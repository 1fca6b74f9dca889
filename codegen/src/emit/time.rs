//! How a time is written, as the runtime has it.

use cloudwright_spec::model::{Member, Scalar, TimeStyle, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file::File;

/// The format of a member's times, behind `TimeFormat::`; none where its page does not say.
pub(crate) fn of(member: &Member) -> Option<TokenStream> {
    let format = match member.format? {
        TimeStyle::Iso8601 => quote!(ISO_8601),
        TimeStyle::Iso8601Minutes => quote!(ISO_8601_MINUTES),
        TimeStyle::DateTime => {
            let east = Literal::i32_unsuffixed(member.east());
            quote!(date_time(#east))
        }
        TimeStyle::UnixSeconds => quote!(UNIX_SECONDS),
        TimeStyle::UnixMilliseconds => quote!(UNIX_MILLISECONDS),
    };
    let is_text = *member.type_ref.leaf() == TypeRef::Scalar(Scalar::String);
    let is_text_of_count = is_text && member.format.is_some_and(TimeStyle::is_count);
    let as_text = is_text_of_count.then(|| quote!(.as_text()));
    Some(quote!(#format #as_text))
}

/// The format as setters name it.
pub(crate) fn path(file: &mut File<'_, '_>, member: &Member) -> TokenStream {
    let time_format = file.import("cloudwright_core::meta::TimeFormat");
    let format = of(member).unwrap_or_else(|| quote!(UNDOCUMENTED));
    quote!(#time_format::#format)
}
