//! The same call by a program that has its keys itself and looks for none.

use cloudwright_tencent_tcr::{Client, Credentials, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let keys = Credentials::access_key("AKIDexample", "example-secret");
    let client = Client::builder_with(keys).region("ap-guangzhou").build()?;
    let page = client
        .describe_application_trigger_log_personal()
        .repo_name("ccs-dev/nginx")
        .limit(10)
        .await?;
    println!("{:?} {:?}", page.request_id(), page.data);
    Ok(())
}
