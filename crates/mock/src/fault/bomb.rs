//! A gzip body of some megabytes that unpacks to a gigabyte of zeros, written by hand because its
//! DEFLATE stream (RFC 1951) repeats 13 bytes.

/// How often the pattern repeats; each time it unpacks to 8 × 258 bytes.
const REPEATS: usize = (1 << 30) / (8 * 258);

/// The body. Its checksum is wrong, which shows only after the whole gigabyte.
pub(super) fn gzip() -> Vec<u8> {
    // Magic, method DEFLATE, no flags, no time, fastest, system unknown (RFC 1952, section 2.3).
    let mut body = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255];
    let mut bits = Bits::default();
    // One last block with the fixed codes.
    bits.push(0b1, 1);
    bits.push(0b01, 2);
    // The literal 0, code 0011_0000, first bit first.
    bits.push(0b0000_1100, 8);
    body.append(&mut bits.whole_bytes());
    let pattern = pattern(&mut bits);
    for _ in 0..REPEATS {
        body.extend_from_slice(&pattern);
    }
    bits.push(0, 7);
    bits.push(0, 13);
    body.append(&mut bits.whole_bytes());
    // Checksum and length.
    body.extend_from_slice(&[0; 8]);
    body
}

/// Eight times "length 258, distance 1": 8 × 13 bits, which leaves the bits where they were.
fn pattern(bits: &mut Bits) -> Vec<u8> {
    for _ in 0..8 {
        // Length 258 is code 285: 1100_0101, first bit first.
        bits.push(0b1010_0011, 8);
        // Distance 1 is code 0.
        bits.push(0, 5);
    }
    bits.whole_bytes()
}

#[derive(Default)]
struct Bits {
    pending: u64,
    count: u32,
    bytes: Vec<u8>,
}

impl Bits {
    fn push(&mut self, bits: u64, count: u32) {
        self.pending |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push((self.pending & 0xff) as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    fn whole_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_small() {
        let body = gzip();
        assert!(body.starts_with(&[0x1f, 0x8b]));
        assert!(body.len() < 8 << 20, "{}", body.len());
    }
}
