//! How the images of Alibaba's registry were built: from the instances through repositories and build rules
//! to the log of the latest build.
//!
//! `cargo run -p cloudwright-tests --example build_log`, with an account, or with the variables that
//! `cloudwright mock` prints.

use std::error::Error;
use std::io::Write;

use cloudwright::alibaba_cr::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    report(&Client::from_env()?, &mut std::io::stdout()).await
}

/// Writes the rules and the latest build of every repository of the client's region.
pub(crate) async fn report(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut instances = client.list_instance().items();
    while let Some(instance) = instances.try_next().await? {
        let id = instance.instance_id.unwrap_or_default();
        writeln!(out, "{id}  {}", instance.instance_name.unwrap_or_default())?;
        let mut repositories = client.list_repository().instance_id(&id).items();
        while let Some(repository) = repositories.try_next().await? {
            let namespace = repository.repo_namespace_name.unwrap_or_default();
            let name = repository.repo_name.unwrap_or_default();
            writeln!(out, "  {namespace}/{name}")?;
            let repository = repository.repo_id.unwrap_or_default();
            of_repository(client, &id, &repository, out).await?;
        }
    }
    Ok(())
}

/// The build rules of one repository, and the log of its latest build.
async fn of_repository(
    client: &Client,
    instance: &str,
    repository: &str,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let rules = client.list_repo_build_rule();
    let mut rules = rules.instance_id(instance).repo_id(repository).items();
    while let Some(rule) = rules.try_next().await? {
        let source = rule.push_name.unwrap_or_default();
        let tag = rule.image_tag.unwrap_or_default();
        writeln!(out, "    builds {tag} from {source}")?;
    }
    let builds = client.list_repo_build_record();
    let builds = builds.instance_id(instance).repo_id(repository);
    let Some(build) = builds.page_size(1).items().try_next().await? else {
        return Ok(());
    };
    let id = build.build_record_id.unwrap_or_default();
    writeln!(
        out,
        "    build {id}: {}",
        build.build_status.unwrap_or_default()
    )?;
    let log = client.list_repo_build_record_log();
    let log = log.instance_id(instance).repo_id(repository);
    let mut log = log.build_record_id(&id).items();
    while let Some(line) = log.try_next().await? {
        let number = line.line_number.unwrap_or_default();
        writeln!(out, "    {number:>5}  {}", line.message.unwrap_or_default())?;
    }
    Ok(())
}
