//! A time of a request or an answer: its text, and how that is read.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::time::{Duration, SystemTime};

use cloudwright_vocabulary::{printable, told};

use super::format::{Moment, TimeFormat};

/// A time as the service writes it.
///
/// It is its text, which it derefs to, and becomes an instant on demand. Two are equal if their texts are.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use cloudwright_core::meta::TimeFormat;
/// use cloudwright_core::{DateTime, IntoDateTime};
///
/// // As an answer has it, whose page says: in Beijing's time.
/// let pushed = "2025-01-01 08:00:00".into_date_time(TimeFormat::date_time(8 * 3600));
/// assert_eq!(&*pushed, "2025-01-01 08:00:00");
/// let since_1970 = Duration::from_secs(1_735_689_600);
/// assert_eq!(pushed.to_system_time()?, SystemTime::UNIX_EPOCH + since_1970);
///
/// // Another text stays what it is.
/// let never = "".into_date_time(TimeFormat::ISO_8601);
/// assert!(never.to_system_time().is_err());
/// # Ok::<(), cloudwright_core::DateTimeError>(())
/// ```
///
/// Setters take texts and instants alike: whatever is [`IntoDateTime`](crate::IntoDateTime).
#[derive(Clone, Default)]
pub struct DateTime {
    text: String,
    format: TimeFormat,
}

impl DateTime {
    /// A text in a format.
    pub fn new(text: impl Into<String>, format: TimeFormat) -> Self {
        Self {
            text: text.into(),
            format,
        }
    }

    pub(super) fn of(moment: Moment, format: TimeFormat) -> Self {
        Self::new(format.write(moment), format)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.text
    }

    /// How the service writes it.
    pub fn format(&self) -> TimeFormat {
        self.format
    }

    /// The instant.
    ///
    /// # Errors
    ///
    /// A text that is not in the format, or no time of the calendar; one without a zone where the page
    /// names none; one that the system's clock cannot hold.
    pub fn to_system_time(&self) -> Result<SystemTime, DateTimeError> {
        let (seconds, nanoseconds) = self.moment()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(whole)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(whole)
        };
        let fraction = Duration::from_nanos(nanoseconds.into());
        let time = whole.and_then(|whole| whole.checked_add(fraction));
        time.ok_or_else(|| self.unreadable())
    }

    pub(super) fn moment(&self) -> Result<Moment, DateTimeError> {
        self.format
            .read(&self.text)
            .ok_or_else(|| self.unreadable())
    }

    /// Why it is no instant.
    #[cold]
    pub(super) fn unreadable(&self) -> DateTimeError {
        DateTimeError {
            text: self.text.clone(),
            format: self.format,
        }
    }
}

impl Deref for DateTime {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, formatter)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialEq<str> for DateTime {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl PartialEq<&str> for DateTime {
    fn eq(&self, text: &&str) -> bool {
        self.text == *text
    }
}

impl From<DateTime> for String {
    fn from(time: DateTime) -> Self {
        time.text
    }
}

/// A text of undocumented format.
impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self::new(text, TimeFormat::UNDOCUMENTED)
    }
}

/// A text of undocumented format.
impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self::new(text, TimeFormat::UNDOCUMENTED)
    }
}

/// A time is no instant: its text, and how it should be written.
#[derive(Clone, PartialEq, Eq)]
pub struct DateTimeError {
    text: String,
    format: TimeFormat,
}

impl DateTimeError {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the page says that it is written.
    pub fn format(&self) -> TimeFormat {
        self.format
    }
}

impl fmt::Display for DateTimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = printable::text(&self.text);
        if self.format == TimeFormat::UNDOCUMENTED {
            return write!(
                formatter,
                "`{text}` names no zone, and how the service writes it is not documented"
            );
        }
        write!(
            formatter,
            "`{text}` is no time as documented: {}",
            self.format
        )
    }
}

impl fmt::Debug for DateTimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, formatter, |formatter| {
            formatter
                .debug_struct("DateTimeError")
                .field("text", &self.text)
                .field("format", &self.format)
                .finish()
        })
    }
}

impl std::error::Error for DateTimeError {}
