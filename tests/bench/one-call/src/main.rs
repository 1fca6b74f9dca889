//! A program that makes one call, as an application developer writes it.

use cloudwright_tencent_tcr::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let page = client
        .describe_application_trigger_log_personal()
        .repo_name("ccs-dev/nginx")
        .limit(10)
        .await?;
    println!("{:?} {:?}", page.request_id(), page.data);
    Ok(())
}
