//! How long an answer asks to wait before the next request.

use std::time::Duration;

use super::{HttpResponse, http_date};

/// How long the service asks to wait: Alibaba in milliseconds, the others as HTTP has it.
pub(crate) fn of(response: &HttpResponse, now: i64) -> Option<Duration> {
    if let Some(wait) = in_milliseconds(response) {
        return Some(wait);
    }
    let text = response.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = http_date::parse(text)?;
    u64::try_from(then - now).ok().map(Duration::from_secs)
}

/// What Alibaba's gateway says beside the standard header.
pub(crate) fn in_milliseconds(response: &HttpResponse) -> Option<Duration> {
    let millis = response.header("x-acs-retry-after")?.trim().parse().ok()?;
    (millis > 0).then(|| Duration::from_millis(millis))
}
