//! What the triggers of the enterprise edition of Huawei's registry sent: from the instances through their
//! repositories and triggers to the jobs.
//!
//! `cargo run -p cloudwright-tests --example webhook_jobs`, with an account, or with the variables that
//! `cloudwright mock` prints.

use std::error::Error;
use std::io::Write;

use cloudwright::huawei_swr::Client;
use cloudwright::huawei_swr::actions::list_instance_webhook_jobs::JobStatus;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    report(&Client::from_env()?, &mut std::io::stdout()).await
}

/// Writes the repositories, the triggers and the jobs of every instance of the client's project.
pub(crate) async fn report(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut instances = client.list_instance().items();
    while let Some(instance) = instances.try_next().await? {
        let id = instance.id.unwrap_or_default();
        writeln!(out, "{id}  {}", instance.name.unwrap_or_default())?;
        let mut repositories = client.list_instance_repositories().instance_id(&id).items();
        while let Some(repository) = repositories.try_next().await? {
            let namespace = repository.namespace_name.unwrap_or_default();
            writeln!(out, "  {namespace}/{}", repository.name.unwrap_or_default())?;
        }
        let mut triggers = client.list_instance_webhooks().instance_id(&id).items();
        while let Some(trigger) = triggers.try_next().await? {
            let namespace = trigger.namespace_name.unwrap_or_default();
            let name = trigger.name.unwrap_or_default();
            writeln!(
                out,
                "  trigger {name} of {namespace}: {}",
                trigger.event_types.join(", ")
            )?;
            let policy = trigger.id.unwrap_or_default();
            of_trigger(client, &id, &namespace, policy, out).await?;
        }
    }
    Ok(())
}

/// The jobs of one trigger, and why those failed that did.
async fn of_trigger(
    client: &Client,
    instance: &str,
    namespace: &str,
    policy: i64,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let jobs = client.list_instance_webhook_jobs();
    let jobs = jobs.instance_id(instance).namespace_name(namespace);
    let mut jobs = jobs.policy_id(policy).limit(100).items();
    while let Some(job) = jobs.try_next().await? {
        let (id, time) = (
            job.id.unwrap_or_default(),
            job.created_at.unwrap_or_default(),
        );
        let event = job.event_type.unwrap_or_default();
        let why = match job.status {
            Some(JobStatus::Failed) => job.status_text.unwrap_or_default(),
            Some(status) => status.to_string(),
            None => String::new(),
        };
        writeln!(out, "    job {id}  {time}  {event}  {why}")?;
    }
    Ok(())
}
