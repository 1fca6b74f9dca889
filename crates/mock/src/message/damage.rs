//! The kinds of damage to an answer's JSON: what vendors have been seen to answer, and what a newer version of
//! a service may.

/// A way in which the JSON of an answer is not what the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// `null-members`: every text, number and boolean is null.
    NullMembers,
    /// `null-lists`: every list is null.
    NullLists,
    /// `null-items`: every list ends with a null.
    NullItems,
    /// `missing-members`: objects lose every other member.
    MissingMembers,
    /// `numbers-as-text`: every number is a text.
    NumbersAsText,
    /// `text-as-numbers`: every text that is a whole number is a number.
    TextAsNumbers,
    /// `wrong-types`: every text is an object and every number a list.
    WrongTypes,
    /// `huge-numbers`: every number is beyond 64 bits.
    HugeNumbers,
    /// `object-for-list`: every list is its first item.
    ObjectForList,
    /// `unknown-field`: every object has members that no page knows.
    UnknownField,
    /// `unknown-enum`: every enum has a value that no page knows.
    UnknownEnum,
    /// `duplicate-keys`: the first member of the body is there twice.
    DuplicateKeys,
    /// `bom`: the body begins with a byte order mark.
    ByteOrderMark,
    /// `deep`: an unknown member nests 100,000 lists.
    Deep,
    /// `bad-utf8`: an unknown member holds bytes that are no UTF-8.
    BadUtf8,
    /// `lone-surrogate`: an unknown member holds half of a surrogate pair.
    LoneSurrogate,
}

impl Damage {
    /// Every kind of damage.
    pub const ALL: &[Self] = &[
        Self::NullMembers,
        Self::NullLists,
        Self::NullItems,
        Self::MissingMembers,
        Self::NumbersAsText,
        Self::TextAsNumbers,
        Self::WrongTypes,
        Self::HugeNumbers,
        Self::ObjectForList,
        Self::UnknownField,
        Self::UnknownEnum,
        Self::DuplicateKeys,
        Self::ByteOrderMark,
        Self::Deep,
        Self::BadUtf8,
        Self::LoneSurrogate,
    ];

    /// The name in the header `x-mock-fault`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NullMembers => "null-members",
            Self::NullLists => "null-lists",
            Self::NullItems => "null-items",
            Self::MissingMembers => "missing-members",
            Self::NumbersAsText => "numbers-as-text",
            Self::TextAsNumbers => "text-as-numbers",
            Self::WrongTypes => "wrong-types",
            Self::HugeNumbers => "huge-numbers",
            Self::ObjectForList => "object-for-list",
            Self::UnknownField => "unknown-field",
            Self::UnknownEnum => "unknown-enum",
            Self::DuplicateKeys => "duplicate-keys",
            Self::ByteOrderMark => "bom",
            Self::Deep => "deep",
            Self::BadUtf8 => "bad-utf8",
            Self::LoneSurrogate => "lone-surrogate",
        }
    }
}
