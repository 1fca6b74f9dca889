//! Settings that may be absent, on builders whose setters take a value.

/// Every builder.
pub(crate) trait SetIfGiven: Sized {
    /// The builder with a value, where there is one.
    fn given<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<B> SetIfGiven for B {}
