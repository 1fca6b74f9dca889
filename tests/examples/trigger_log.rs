//! What the triggers of the personal edition of Tencent's registry did: from the namespaces through their
//! repositories and triggers to the log.
//!
//! `cargo run -p cloudwright-tests --example trigger_log [PART OF A NAMESPACE]`, with an account, or with the
//! variables that `cloudwright mock` prints.

use std::error::Error;
use std::io::Write;

use cloudwright::tencent_tcr::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let part = std::env::args().nth(1).unwrap_or_default();
    report(&Client::from_env()?, &part, &mut std::io::stdout()).await
}

/// Writes the log of every repository in the namespaces whose names hold `part`.
pub(crate) async fn report(
    client: &Client,
    part: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let namespaces = client.describe_namespace_personal().namespace(part);
    let mut namespaces = namespaces.limit(20).offset(0).items();
    while let Some(namespace) = namespaces.try_next().await? {
        let namespace = namespace.namespace.unwrap_or_default();
        let repositories = client.describe_repository_filter_personal();
        let mut repositories = repositories.namespace(&namespace).items();
        while let Some(repository) = repositories.try_next().await? {
            let repository = repository.repo_name.unwrap_or_default();
            writeln!(out, "{repository}")?;
            of_repository(client, &repository, out).await?;
        }
    }
    Ok(())
}

/// The triggers of one repository, and what they did.
async fn of_repository(
    client: &Client,
    repository: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let triggers = client.describe_application_trigger_personal();
    let mut triggers = triggers.repo_name(repository).items();
    while let Some(trigger) = triggers.try_next().await? {
        let name = trigger.trigger_name.unwrap_or_default();
        let (on, target) = (trigger.invoke_condition, trigger.invoke_para);
        let tags = on.and_then(|on| on.invoke_method).unwrap_or_default();
        let cluster = target
            .and_then(|target| target.cluster_id)
            .unwrap_or_default();
        writeln!(out, "  trigger {name}: tags {tags}, cluster {cluster}")?;
    }
    let log = client.describe_application_trigger_log_personal();
    let mut log = log.repo_name(repository).limit(100).items();
    while let Some(entry) = log.try_next().await? {
        let result = entry.invoke_result.unwrap_or_default();
        let outcome = match result.return_code {
            Some(0) => "done".to_owned(),
            _ => format!("failed: {}", result.return_msg.unwrap_or_default()),
        };
        let time = entry.invoke_time.unwrap_or_default();
        let (trigger, tag) = (entry.trigger_name, entry.tag_name);
        let (trigger, tag) = (trigger.unwrap_or_default(), tag.unwrap_or_default());
        writeln!(out, "  {time}  {trigger}  {tag}  {outcome}")?;
    }
    Ok(())
}
