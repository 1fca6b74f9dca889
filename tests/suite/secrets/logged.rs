//! What goes to `tracing`, at its finest level.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{assert_clean, builder, echoes, mock};
use crate::clouds::{self, Cloud};

/// Writes everything down that is said on a thread which listens. It is one for the whole process:
/// which callsites are of interest is remembered there, and other tests run beside this one.
struct Everything(AtomicU64);

thread_local! {
    /// What was said on this thread since it listens.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

fn line(what: &str, write: impl FnOnce(&mut Fields<'_>)) {
    SAID.with_borrow_mut(|said| {
        if let Some(said) = said {
            let _ = write!(said, "\n{what}");
            write(&mut Fields(said));
        }
    });
}

/// Begins to listen on this thread.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Everything(AtomicU64::new(0))).unwrap();
    });
    SAID.set(Some(String::new()));
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        line(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        line("recorded", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let what = format!("{} {}", metadata.level(), metadata.target());
        line(&what, |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn traces_tell_of_every_attempt_and_of_no_secret() {
    let mock = mock().await;
    for cloud in clouds::ALL {
        listen();
        let client = builder(cloud, &mock).build().unwrap();
        cloud.ask(&client).await.unwrap();
        for reply in echoes(cloud) {
            mock.always_for_all(reply).unwrap();
            let _ = cloud.ask(&client).await;
        }
        mock.clear_script();
        let unreachable = builder(cloud, &mock)
            .endpoint("http://127.0.0.1:9")
            .build()
            .unwrap();
        cloud.ask(&unreachable).await.unwrap_err();
        let text = SAID.take().unwrap();
        for fact in [
            &format!("service=\"{}\"", cloud.service().id)[..],
            &format!("action=\"{}\"", cloud.action()),
            "provider=",
            "region=",
            "attempt=3",
            "status=200",
            "error=",
        ] {
            assert!(text.contains(fact), "{cloud:?}: no {fact} in {text}");
        }
        // Tencent's API 2.0 has no ids.
        let has_ids = !matches!(cloud, Cloud::Ccr | Cloud::Ccs);
        assert_eq!(text.contains("request_id="), has_ids, "{text}");
        assert_clean(&format!("{cloud:?}"), &text);
    }
}
