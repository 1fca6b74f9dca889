//! A running mock, as its owner sees it.

pub(crate) mod builder;
mod start;

use std::fmt;
use std::ops::RangeBounds;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use cloudwright_spec::Catalog;
use cloudwright_spec::model::Provider;
use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::caller::signed::SignedRequest;
use crate::exchange::identity::IdentityServices;
use crate::lock::locked;
use crate::log::Received;
use crate::recording::CassetteError;
use crate::script::{self, MOST_REPLIES, Reply, ReplySource, ScriptError, Unmet, When};
use crate::server::launch::StartError;
use crate::strictness::Strictness;
use crate::verify::keys::{self, Credentials};
use crate::world::World;
use crate::world::environment;
use builder::MockBuilder;

/// A mock cloud on a loopback port. It stops when it is dropped; instances share nothing.
///
/// ```
/// use cloudwright_mock::{Mock, Provider};
///
/// # async fn example() -> Result<(), cloudwright_mock::StartError> {
/// let mock = Mock::start().await?;
/// let endpoint = mock.endpoint();
/// let key = mock.credentials(Provider::Tencent);
/// // … make calls to `endpoint` with `key` …
/// assert!(mock.requests().is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Mock {
    world: Arc<World>,
    stop: watch::Sender<bool>,
    thread: Mutex<Option<JoinHandle<()>>>,
    verify_on_drop: bool,
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("endpoint", &self.endpoint())
            .field("requests", &self.request_count())
            .finish_non_exhaustive()
    }
}

impl Mock {
    /// Starts a mock of all services on a random port.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Puts a mock together that differs from the usual one.
    pub fn builder() -> MockBuilder {
        MockBuilder::default()
    }

    /// The address of the mock: `http://127.0.0.1:PORT`. With a port for each service it is that
    /// of the first.
    pub fn endpoint(&self) -> String {
        self.world.endpoint(None)
    }

    /// The address of a service, by its id. It differs from [`endpoint`](Self::endpoint) where every
    /// service has a port of its own, and where another service of the same port has an action that
    /// a request cannot be told from.
    pub fn endpoint_for(&self, service: &str) -> String {
        self.world.endpoint(Some(service))
    }

    /// The same address for tools that only speak https: each port answers both. They have to trust
    /// [`ca_pem`](Self::ca_pem).
    pub fn https_endpoint_for(&self, service: &str) -> String {
        self.endpoint_for(service)
            .replacen("http://", "https://", 1)
    }

    /// The certificate of the authority that this mock certifies itself with, whatever host name it is
    /// asked by. It is made when it is first needed and gone with the mock; `GET /_mock/ca.pem` has it
    /// too. Empty where the system has no randomness to make one.
    pub fn ca_pem(&self) -> &str {
        self.world.authority.pem().unwrap_or_default()
    }

    /// The ids of the services that are served.
    pub fn services(&self) -> Vec<String> {
        let services = self.world.index.services().iter();
        services
            .map(|loaded| loaded.service.service.clone())
            .collect()
    }

    /// The specs that are served.
    pub fn catalog(&self) -> &Catalog {
        self.world.index.catalog()
    }

    /// A key that works, as long as the mock accepts the standard ones.
    pub fn credentials(&self, provider: Provider) -> Credentials {
        keys::standard(provider)
    }

    /// Makes a temporary key with a session token that works for a while.
    pub fn temporary_credentials(&self, provider: Provider, lifetime: Duration) -> Credentials {
        self.world.issue(provider, lifetime).key
    }

    /// Makes an IAM token of Huawei, for the header `X-Auth-Token`, that works for a while.
    pub fn iam_token(&self, lifetime: Duration) -> String {
        self.world.issue_iam_token(lifetime).0
    }

    /// The id of the only project at Huawei.
    pub fn project_id(&self) -> String {
        self.world.account.project_id.clone()
    }

    /// Accepts another key. A token makes it a session's that never expires.
    pub fn add_key(&self, provider: Provider, key: &Credentials) {
        self.world.keys.add(provider, key.clone(), None);
    }

    /// Makes a key known and unusable. Says whether it was known.
    pub fn disable_key(&self, provider: Provider, id: &str) -> bool {
        self.world.keys.disable(provider, id)
    }

    /// Forgets an IAM token. Says whether it was known.
    pub fn revoke_iam_token(&self, token: &str) -> bool {
        self.world.keys.revoke_iam_token(token)
    }

    /// Environment variables that lead the vendors' tools and cloudwright here, by their names.
    pub fn environment(&self) -> Vec<(String, String)> {
        environment::variables(&self.world)
    }

    /// The same, as lines to paste into a shell.
    pub fn environment_script(&self) -> String {
        environment::script(&self.environment())
    }

    /// What was received, the oldest first; the newest 10,000 unless built otherwise.
    pub fn requests(&self) -> Vec<Received> {
        self.world.log.all()
    }

    /// The last request.
    pub fn last_request(&self) -> Option<Received> {
        self.world.log.last()
    }

    /// How many requests were received since the start, kept in the log or not.
    pub fn request_count(&self) -> u64 {
        self.world.ids.count()
    }

    /// Empties the log.
    pub fn clear_requests(&self) {
        self.world.log.clear();
    }

    /// Answers the next request, whatever it asks for, with this reply. Replies queue up.
    pub fn enqueue(&self, reply: Reply) -> Result<(), ScriptError> {
        self.script(When::any(), [reply])
    }

    /// Answers the next requests for an action with these replies, one after the other: for all of
    /// them, or for those that also bear what a [`When`] asks for. What asks for more comes first.
    ///
    /// What can never be used is refused: an action, a parameter or an error that no page has. Of the
    /// stand-ins for metadata and identity services each has a name of its own; see
    /// [`identity`](Self::identity).
    ///
    /// ```
    /// use cloudwright_mock::{Mock, Reply, When};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// mock.script("ListTriggerLog", [Reply::error("4400"), Reply::answer()])?;
    /// mock.script(When::action("ListTriggerLog").parameter("limit", 5), [Reply::error("5000")])?;
    ///
    /// let error = mock.script("ListTriggersLog", [Reply::answer()]).unwrap_err();
    /// assert!(error.to_string().contains("did you mean `ListTriggerLog`?"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn script(
        &self,
        when: impl Into<When>,
        replies: impl IntoIterator<Item = Reply>,
    ) -> Result<(), ScriptError> {
        // One more than can wait is enough to be refused, however many there are.
        let replies: Vec<Reply> = replies.into_iter().take(MOST_REPLIES + 1).collect();
        let when = self.checked(when, &replies)?;
        self.world.script.push(when, replies)
    }

    /// The requests that are meant, if they and what they are to be answered exist.
    fn checked(&self, when: impl Into<When>, replies: &[Reply]) -> Result<When, ScriptError> {
        let when = when.into();
        script::check(&self.world.index, &when, replies)?;
        Ok(when)
    }

    /// Answers all requests for an action with this reply, as long as nothing else is queued.
    pub fn always(&self, when: impl Into<When>, reply: Reply) -> Result<(), ScriptError> {
        let when = self.checked(when, std::slice::from_ref(&reply))?;
        self.world
            .script
            .set_standing(when, ReplySource::Fixed(reply))
    }

    /// Answers all requests with this reply, as long as nothing else is queued.
    pub fn always_for_all(&self, reply: Reply) -> Result<(), ScriptError> {
        self.always(When::any(), reply)
    }

    /// Answers all requests for an action with what a function makes of each, as long as nothing else
    /// is queued. The request comes with its parameters, typed as the page says.
    ///
    /// ```
    /// use cloudwright_mock::{Mock, Reply};
    /// use serde_json::json;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// mock.respond("ListTriggerLog", |request| match request.parameters["reponame"].as_str() {
    ///     Some("test/web") => Reply::result(json!({"totalCount": 0, "logInfo": []})),
    ///     _ => Reply::error("5000"),
    /// })?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond(
        &self,
        when: impl Into<When>,
        make: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Result<(), ScriptError> {
        let when = self.checked(when, &[])?;
        let source = ReplySource::Made(Arc::new(make));
        self.world.script.set_standing(when, source)
    }

    /// Expects a number of requests that prove who sent them: `1..=1`, `2..`, `..10`. Whether they
    /// came is told by [`verify`](Self::verify).
    pub fn expect(
        &self,
        when: impl Into<When>,
        times: impl RangeBounds<u64>,
    ) -> Result<(), ScriptError> {
        let when = self.checked(when, &[])?;
        self.world.script.expect(when, times)
    }

    /// Whether every scripted reply was asked for and every expectation was met. A mock that was built
    /// with [`MockBuilder::verify_on_drop`] asks by itself.
    ///
    /// ```
    /// use cloudwright_mock::{Mock, Reply};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// mock.script("ListTriggerLog", [Reply::error("4400")])?;
    /// mock.expect("DescribeServiceEvent", 1..=1)?;
    /// let unmet = mock.verify().unwrap_err();
    /// assert_eq!(unmet.lines().len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify(&self) -> Result<(), Unmet> {
        match self.world.unmet() {
            unmet if unmet.is_empty() => Ok(()),
            unmet => Err(Unmet(unmet)),
        }
    }

    /// Answers from a recording of a real cloud, as the runtime's `testing::Recorder` writes it, and says
    /// how many exchanges it has. Each is answered once, to the first request for the same action with
    /// the same parameters; scripts come before. A request that nothing fits is refused, and told in what
    /// it differs from what is most like it. [`verify`](Self::verify) tells what was not asked for.
    pub fn replay(&self, recording: &str) -> Result<usize, CassetteError> {
        self.world.player.load(&self.world.index, recording)
    }

    /// Answers by itself again.
    pub fn stop_replay(&self) {
        self.world.player.eject();
    }

    /// Forgets all replies that were queued or set, and what was expected.
    pub fn clear_script(&self) {
        self.world.script.clear();
    }

    /// Forgets scripts, expectations, a recording, what was created and the log, and takes back what was changed since the start.
    /// Keys and tokens stay.
    pub fn reset(&self) {
        self.world.reset();
    }

    /// The parameters of a right call of an action: its page's sample, and values of the right types
    /// for what else is needed. `None` where there is no such action.
    pub fn example(&self, service: &str, action: &str) -> Option<Value> {
        let types = self.world.index.action(service, action)?;
        Some(Value::Object(self.world.example(types)))
    }

    /// A call of an action as a client would send it, signed with the mock's own key: for tests in
    /// whatever speaks HTTP. Members of `parameters` that the action does not know are sent too, where
    /// the protocol has a place for them.
    ///
    /// ```
    /// # async fn example() -> Result<(), cloudwright_mock::StartError> {
    /// let mock = cloudwright_mock::Mock::start().await?;
    /// let parameters = mock.example("tencent-ccr", "ListTriggerLog").expect("it is served");
    /// let request = mock.signed("tencent-ccr", "ListTriggerLog", &parameters);
    /// println!("{}", request.expect("it is served").curl());
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed(&self, service: &str, action: &str, parameters: &Value) -> Option<SignedRequest> {
        let types = self.world.index.action(service, action)?;
        let none = Map::new();
        let parameters = parameters.as_object().unwrap_or(&none);
        Some(self.world.signed(types, parameters, None))
    }

    /// How many queued replies nobody has asked for yet.
    pub fn replies_waiting(&self) -> usize {
        self.world.script.waiting()
    }

    /// The mock's time in seconds since 1970.
    pub fn now(&self) -> i64 {
        self.world.clock.now()
    }

    /// Lets the clock stand still at a second, given since 1970.
    pub fn stop_clock_at(&self, unix: i64) {
        self.world.clock.stop_at(unix);
    }

    /// Lets the clock run from a second on, given since 1970.
    pub fn run_clock_from(&self, unix: i64) {
        self.world.clock.run_from(unix);
    }

    /// Moves the clock by seconds, which may be negative.
    pub fn advance_clock(&self, seconds: i64) {
        self.world.clock.advance(seconds);
    }

    /// Answers paged actions with this many rows altogether; with `None`, the sample as it is.
    pub fn set_rows(&self, count: Option<u64>) {
        self.world.change(|settings| settings.rows = count);
    }

    /// Waits before every answer.
    pub fn set_latency(&self, latency: Duration) {
        self.world.change(|settings| settings.latency = latency);
    }

    /// Whether what is created from now on is listed, shown and deleted again. What there is is forgotten.
    pub fn set_state(&self, keep: bool) {
        self.world.resources.clear();
        self.world.change(|settings| settings.state = keep);
    }

    /// How many things were created and not deleted.
    pub fn things(&self) -> usize {
        self.world.resources.count()
    }

    /// What to insist on from now on.
    pub fn set_strictness(&self, strictness: Strictness) {
        self.world
            .change(|settings| settings.strictness = strictness);
    }

    /// The stand-ins for metadata, STS and IAM.
    pub fn identity(&self) -> IdentityServices<'_> {
        IdentityServices { world: &self.world }
    }

    /// Stops listening; requests in flight have a fifth of a second to end. Dropping does the same.
    pub fn stop(&self) {
        let _ = self.stop.send(true);
        let thread = locked(&self.thread).take();
        if let Some(thread) = thread {
            // A panic of the server's has been printed by its own thread.
            let _ = thread.join();
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.stop();
        if !self.verify_on_drop || std::thread::panicking() {
            return;
        }
        if let Err(unmet) = self.verify() {
            // It was asked for: a test fails by panicking.
            panic!("{unmet}");
        }
    }
}
