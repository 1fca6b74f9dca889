//! A server on loopback that answers every request with the same page of log entries.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::json;

/// Serves until standard input ends.
pub fn serve(entries: usize) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    let answer = answer(entries);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || converse(stream, &answer));
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

fn converse(stream: TcpStream, answer: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        writer.write_all(answer)?;
    }
}

/// A whole answer; an entry is some 450 bytes, as on the documentation page.
fn answer(entries: usize) -> Vec<u8> {
    let log: Vec<_> = (0..entries).map(entry).collect();
    let body = json!({ "Response": {
        "Data": { "TotalCount": entries, "LogInfo": log },
        "RequestId": "6bcb0bd2-8b2e-4c3b-8d44-4c2a1a5f7a51",
    } })
    .to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    format!("{head}{body}").into_bytes()
}

fn entry(number: usize) -> serde_json::Value {
    json!({
        "InvokeAction": "SERVICE_UPDATE",
        "InvokeCondition": { "InvokeExpr": "", "InvokeMethod": "all" },
        "InvokePara": {
            "AppId": "1251707795",
            "ClusterId": "cls-37rckkhe",
            "ClusterRegion": 1,
            "ContainerName": "nginx",
            "Namespace": "default",
            "ServiceName": "nginx",
        },
        "InvokeResult": { "ReturnCode": 0, "ReturnMsg": "ok" },
        "InvokeSource": "IMAGE_PUSH",
        "InvokeTime": format!("2020-02-08 00:12:{:02}", number % 60),
        "RepoName": "ccs-dev/nginx",
        "TagName": "latest",
        "TriggerName": format!("trigger-{number}"),
    })
}
