//! A service of a test's own.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use serde_json::Value;

/// A service that gives everybody this answer, and its address.
pub(crate) fn service(status: u16, answer: &Value) -> String {
    scripted(&[(status, answer.clone())])
}

/// A service that gives these answers one after another, and the last one for ever; and its address.
pub(crate) fn scripted(answers: &[(u16, Value)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answers = answers.to_vec();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let (status, body) = &answers[number.min(answers.len() - 1)];
            let body = body.to_string();
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read(&mut byte).unwrap_or(0) == 0 {
                    break;
                }
                request.extend(byte);
            }
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n\
                 content-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body.as_bytes());
        }
    });
    address
}
