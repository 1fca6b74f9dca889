//! The file that holds the catalogue: a head, an index, the names of all actions, and a block a service.
//!
//! Each part is compressed on its own, so that one service is read without the others. The parts
//! hold lines of JSON; what the lines say is in [`packed`](crate::packed). All that is read is bounded
//! and checked: a file that is damaged is an error.

use std::ops::Range;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use crate::CatalogError;

/// How the file begins; the last byte is the format's version.
pub(crate) const MAGIC: &[u8; 8] = b"cwcatal\x01";

/// No part is larger than this once it is unpacked.
pub(crate) const MOST_BYTES: usize = 64 << 20;

/// The head: the magic, and where the index and the names end.
const HEAD: usize = MAGIC.len() + 8;

/// A catalogue file in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Container<'d> {
    data: &'d [u8],
    index_end: usize,
    names_end: usize,
}

impl<'d> Container<'d> {
    /// Reads the head.
    pub(crate) fn open(data: &'d [u8]) -> Result<Self, CatalogError> {
        let head = data
            .get(..HEAD)
            .filter(|head| head.starts_with(MAGIC))
            .ok_or_else(|| CatalogError::damaged("it does not begin as a catalogue does"))?;
        let number = |at: usize| {
            let bytes = head.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_le_bytes(bytes)).ok()
        };
        let ends = number(MAGIC.len()).zip(number(MAGIC.len() + 4));
        let (index_end, names_end) = ends
            .filter(|(index, names)| HEAD <= *index && index <= names && *names <= data.len())
            .ok_or_else(|| CatalogError::damaged("its parts are not inside of it"))?;
        Ok(Self {
            data,
            index_end,
            names_end,
        })
    }

    pub(crate) fn index(&self) -> Result<String, CatalogError> {
        self.part(HEAD..self.index_end)
    }

    pub(crate) fn names(&self) -> Result<String, CatalogError> {
        self.part(self.index_end..self.names_end)
    }

    /// A service's block; its place counts from the end of the names.
    pub(crate) fn block(&self, at: usize, length: usize) -> Result<String, CatalogError> {
        let start = self.names_end.saturating_add(at);
        self.part(start..start.saturating_add(length))
    }

    fn part(&self, range: Range<usize>) -> Result<String, CatalogError> {
        let packed = self
            .data
            .get(range)
            .ok_or_else(|| CatalogError::damaged("a part is not inside of it"))?;
        let bytes = decompress_to_vec_zlib_with_limit(packed, MOST_BYTES)
            .map_err(|error| CatalogError::damaged(error.to_string()))?;
        String::from_utf8(bytes).map_err(|_| CatalogError::damaged("a part is no text"))
    }
}

/// Puts a file together.
#[cfg(any(feature = "make", test))]
pub(crate) fn write(index: &str, names: &str, blocks: &[Vec<u8>]) -> Result<Vec<u8>, CatalogError> {
    let (index, names) = (pack(index)?, pack(names)?);
    let mut file = MAGIC.to_vec();
    let index_end = HEAD + index.len();
    for end in [index_end, index_end + names.len()] {
        let end = u32::try_from(end).map_err(|_| CatalogError::damaged("it is too large"))?;
        file.extend(end.to_le_bytes());
    }
    file.extend(index);
    file.extend(names);
    file.extend(blocks.concat());
    Ok(file)
}

/// Compresses a part. The same text gives the same bytes everywhere.
#[cfg(any(feature = "make", test))]
pub(crate) fn pack(text: &str) -> Result<Vec<u8>, CatalogError> {
    /// Slowest and smallest.
    const LEVEL: u8 = 10;
    if text.len() > MOST_BYTES {
        return Err(CatalogError::damaged("a part is too large"));
    }
    Ok(miniz_oxide::deflate::compress_to_vec_zlib(
        text.as_bytes(),
        LEVEL,
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let blocks = [pack("one").unwrap(), pack("two").unwrap()];
        let file = write("index", "names", &blocks).unwrap();
        let read = Container::open(&file).unwrap();
        assert_eq!(read.index().unwrap(), "index");
        assert_eq!(read.names().unwrap(), "names");
        let second = read.block(blocks[0].len(), blocks[1].len());
        assert_eq!(second.unwrap(), "two");
    }

    #[test]
    fn a_damaged_file_is_an_error_wherever_the_damage_is() {
        let blocks = [pack("one").unwrap()];
        let file = write("index", "names", &blocks).unwrap();
        let read = |file: &[u8]| {
            let read = Container::open(file)?;
            let parts = [
                read.index()?,
                read.names()?,
                read.block(0, blocks[0].len())?,
            ];
            Ok::<_, CatalogError>(parts)
        };
        for end in 0..file.len() {
            assert!(read(&file[..end]).is_err(), "{end}");
        }
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut bad = file.clone();
                bad[at] ^= 1 << bit;
                // The checksum of each part finds what its form does not; some bits mean nothing.
                let same = ["index", "names", "one"].map(str::to_owned);
                assert!(read(&bad).map_or(true, |parts| parts == same), "{at} {bit}");
            }
        }
        assert!(
            Container::open(&file)
                .unwrap()
                .block(usize::MAX, usize::MAX)
                .is_err()
        );
    }

    #[test]
    fn a_part_that_unpacks_to_more_than_the_bound_is_refused() {
        let zeros = vec![0; MOST_BYTES + 1];
        let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&zeros, 1);
        let file = write("", "", std::slice::from_ref(&bomb)).unwrap();
        assert!(
            Container::open(&file)
                .unwrap()
                .block(0, bomb.len())
                .is_err()
        );
    }
}
