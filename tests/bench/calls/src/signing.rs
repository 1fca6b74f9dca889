//! A TC3 signature with a key derived before, beside the hash primitives of a whole one.

use std::hint::black_box;

use cloudwright_sign::Key;
use cloudwright_sign::tc3::{self, Input, KeyCache};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::clock::cpu_seconds;

const BODY: &[u8] = br#"{"RepoName":"ccs-dev/nginx","Limit":10}"#;
/// Signatures that one time is taken over: few enough that neighbours on the machine spare some batches.
const BATCH: usize = 200;

/// Prints what a batch costs that a tenth of them undercut, as JSON, in nanoseconds a signature. The
/// three take turns, so that the machine's mood is the same for all. What the core can do is asked for:
/// neighbours slow the writing of texts down by half, and hashing, which waits for itself, by a sixth.
pub fn run(rounds: usize) -> Result<(), Box<dyn std::error::Error>> {
    let headers = [
        ("content-type", "application/json"),
        ("host", "tcr.tencentcloudapi.com"),
    ];
    let input = Input {
        method: "POST",
        path: "/",
        query: "",
        headers: &headers,
        body: BODY,
        timestamp: 1_735_689_600,
        service: "tcr",
    };
    let key = Key {
        id: "AKIDexample",
        secret: "example-secret",
    };
    let cache = KeyCache::new();
    let sample = tc3::sign(&input, &key);
    let (canonical, to_sign) = (sample.canonical_request(), sample.string_to_sign());
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..rounds {
        times[0].push(batch(|| primitives(canonical, to_sign)));
        times[1].push(batch(|| {
            black_box(tc3::sign(black_box(&input), &key));
        }));
        times[2].push(batch(|| {
            black_box(cache.sign(black_box(&input), &key));
        }));
    }
    let [primitives, whole, cached] = times.map(first_decile);
    println!(r#"{{"primitives":{primitives},"whole":{whole},"cached":{cached}}}"#);
    Ok(())
}

fn batch(work: impl Fn()) -> f64 {
    let start = cpu_seconds();
    for _ in 0..BATCH {
        work();
    }
    (cpu_seconds() - start) * 1e9 / BATCH as f64
}

fn first_decile(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 10).copied().unwrap_or_default()
}

/// The hashes that any TC3 signature needs: two digests, three HMACs for the key, one to sign.
fn primitives(canonical: &str, to_sign: &str) {
    black_box(Sha256::digest(black_box(BODY)));
    black_box(Sha256::digest(black_box(canonical.as_bytes())));
    let date = hmac(b"TC3example-secret", b"2025-01-01");
    let service = hmac(&date, b"tcr");
    let signing = hmac(&service, b"tc3_request");
    black_box(hmac(&signing, black_box(to_sign.as_bytes())));
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    mac.update(text);
    mac.finalize().into_bytes().into()
}
