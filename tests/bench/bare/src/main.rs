//! The floor of size: the same request by bare reqwest with the same TLS, unsigned and unread.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().build()?;
    let answer = client
        .post("https://tcr.tencentcloudapi.com/")
        .header("Content-Type", "application/json")
        .body(r#"{"RepoName":"ccs-dev/nginx","Limit":10}"#)
        .send()
        .await?;
    println!("{:?}", answer.bytes().await?);
    Ok(())
}
