//! Undoing gzip (RFC 1952) with a bound on what comes out.
//!
//! A few hundred compressed bytes can stand for gigabytes; decompression stops at the cap. The
//! inflating itself is that of `miniz_oxide`; this is the frame around it. Written here because reqwest's
//! own gzip costs eleven packages and this two.

use miniz_oxide::inflate::stream::{InflateState, MinReset, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

/// Why a body could not be decompressed, with what was read until then.
#[derive(Debug)]
pub(super) enum GzipError {
    TooLarge(Vec<u8>),
    Truncated(Vec<u8>),
    Invalid(&'static str),
}

/// Decompresses `body` into at most `cap` bytes.
pub(super) fn decompress(body: &[u8], cap: usize) -> Result<Vec<u8>, GzipError> {
    let mut rest = body;
    let mut text = Vec::new();
    // One for all members: it has 43 KB, and a member may have 20 bytes.
    let mut state = InflateState::new_boxed(DataFormat::Raw);
    // Several members in a row are one text (RFC 1952, section 2.2).
    while !rest.is_empty() {
        let data = skip_header(rest)?;
        let start = text.len();
        state.reset_as(MinReset);
        let used = inflate_into(&mut state, data, &mut text, cap)?;
        let Some((trailer, following)) = data[used..].split_at_checked(8) else {
            return Err(GzipError::Truncated(text));
        };
        check_trailer(trailer, &text[start..])?;
        rest = following;
    }
    Ok(text)
}

fn skip_header(bytes: &[u8]) -> Result<&[u8], GzipError> {
    const HEADER_CRC: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;

    let truncated = || GzipError::Truncated(Vec::new());
    let (fixed, mut rest) = bytes.split_at_checked(10).ok_or_else(truncated)?;
    if fixed[..3] != [0x1f, 0x8b, 8] {
        return Err(GzipError::Invalid(
            "the body is declared as gzip and is none",
        ));
    }
    let flags = fixed[3];
    if flags & EXTRA != 0 {
        let (length, after) = rest.split_at_checked(2).ok_or_else(truncated)?;
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        rest = after.get(length..).ok_or_else(truncated)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest
                .iter()
                .position(|byte| *byte == 0)
                .ok_or_else(truncated)?;
            rest = &rest[end + 1..];
        }
    }
    if flags & HEADER_CRC != 0 {
        rest = rest.get(2..).ok_or_else(truncated)?;
    }
    Ok(rest)
}

/// Inflates behind `text` and returns how much of `data` that took.
fn inflate_into(
    state: &mut InflateState,
    data: &[u8],
    text: &mut Vec<u8>,
    cap: usize,
) -> Result<usize, GzipError> {
    let mut used = 0;
    let mut buffer = [0; 8 << 10];
    loop {
        let step = inflate(state, &data[used..], &mut buffer, MZFlush::None);
        used += step.bytes_consumed;
        let room = cap.saturating_sub(text.len());
        text.extend_from_slice(&buffer[..step.bytes_written.min(room)]);
        if step.bytes_written > room {
            return Err(GzipError::TooLarge(std::mem::take(text)));
        }
        match step.status {
            Ok(MZStatus::StreamEnd) => return Ok(used),
            Ok(_) if step.bytes_consumed > 0 || step.bytes_written > 0 => {}
            Ok(_) | Err(MZError::Buf) => return Err(GzipError::Truncated(std::mem::take(text))),
            Err(_) => return Err(GzipError::Invalid("the compressed body is broken")),
        }
    }
}

fn check_trailer(trailer: &[u8], text: &[u8]) -> Result<(), GzipError> {
    let length = u32::try_from(text.len() & 0xffff_ffff).unwrap_or_default();
    if trailer[..4] == crc32(text).to_le_bytes() && trailer[4..] == length.to_le_bytes() {
        Ok(())
    } else {
        Err(GzipError::Invalid(
            "the compressed body does not fit its checksum",
        ))
    }
}

/// The checksum of gzip, a byte at a time.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index: u32 = 0;
        while index < 256 {
            let mut value = index;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 {
                    0xedb8_8320 ^ (value >> 1)
                } else {
                    value >> 1
                };
                bit += 1;
            }
            table[index as usize] = value;
            index += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc: u32, byte| {
        TABLE[usize::from(crc.to_le_bytes()[0] ^ byte)] ^ (crc >> 8)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
pub(crate) mod tests {
    use super::*;

    /// A gzip member with stored (uncompressed) blocks: written by hand, so that no compressor is
    /// needed.
    pub(crate) fn stored(text: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        bytes.extend(miniz_oxide::deflate::compress_to_vec(text, 6));
        bytes.extend(crc32(text).to_le_bytes());
        bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
        bytes
    }

    #[test]
    fn the_checksum_is_the_standard_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_was_compressed_comes_back_also_over_several_members() {
        let text = b"a log line, a log line, a log line".repeat(1000);
        assert_eq!(decompress(&stored(&text), usize::MAX).unwrap(), text);
        let two = [stored(b"first "), stored(b"second")].concat();
        assert_eq!(decompress(&two, 100).unwrap(), b"first second");
        let many = stored(b"").repeat(10_000);
        assert_eq!(
            decompress(&[many, two].concat(), 100).unwrap(),
            b"first second"
        );
        assert_eq!(decompress(&stored(b""), 0).unwrap(), b"");
    }

    #[test]
    fn optional_header_fields_are_skipped() {
        let plain = stored(b"text");
        let mut bytes = plain[..10].to_vec();
        bytes[3] = 2 | 4 | 8 | 16;
        bytes.extend([3, 0, 1, 2, 3]);
        bytes.extend(b"name\0comment\0");
        bytes.extend([9, 9]);
        bytes.extend(&plain[10..]);
        assert_eq!(decompress(&bytes, 100).unwrap(), b"text");
    }

    #[test]
    fn a_bomb_stops_at_the_cap() {
        let bomb = stored(&vec![0; 10 << 20]);
        assert!(bomb.len() < 20_000);
        match decompress(&bomb, 1 << 16) {
            Err(GzipError::TooLarge(text)) => assert_eq!(text.len(), 1 << 16),
            other => panic!("{other:?}"),
        }
        assert!(decompress(&stored(&[7; 100]), 100).is_ok());
        assert!(matches!(
            decompress(&stored(&[7; 101]), 100),
            Err(GzipError::TooLarge(_))
        ));
    }

    #[test]
    fn every_cut_of_a_member_is_an_error_and_none_is_a_panic() {
        let bytes = stored(&b"some text ".repeat(50));
        for end in 1..bytes.len() {
            assert!(decompress(&bytes[..end], 1 << 16).is_err(), "{end}");
        }
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let bytes = stored(&b"some text ".repeat(50));
        for place in [0, 1, 12, bytes.len() - 6, bytes.len() - 1] {
            let mut broken = bytes.clone();
            broken[place] ^= 0x55;
            assert!(decompress(&broken, 1 << 16).is_err(), "{place}");
        }
        assert!(matches!(
            decompress(b"{\"a\": 1, \"b\": 2}", 99),
            Err(GzipError::Invalid(_))
        ));
    }
}
