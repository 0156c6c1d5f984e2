//! Bodies made smaller before they are sent. The one door for flate2 and brotli.
//!
//! In: bytes. Out: fewer bytes, the same on every machine. Never: deciding which files are worth it.

use std::io::Read;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Understood by everything.
    Gzip,
    /// A sixth smaller than gzip; browsers take it over https only.
    Brotli,
}

/// zlib's slowest level; it is paid once for each change.
const GZIP_LEVEL: u32 = 9;

/// Two levels below the slowest: a tenth of its time, for bodies a few hundredths larger.
const BROTLI_QUALITY: u32 = 9;

/// The window of brotli, as a power of two; more than that not every browser takes.
const BROTLI_WINDOW: u32 = 22;

/// How much brotli takes at once.
const CHUNK: usize = 64 * 1024;

impl Encoding {
    /// As the header `Content-Encoding` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// What nginx and Caddy look for beside a file: `index.html.gz`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }

    /// A body, compressed as it is read.
    pub(super) fn compressed<'a>(self, body: impl Read + 'a) -> Box<dyn Read + 'a> {
        match self {
            Self::Gzip => Box::new(flate2::GzBuilder::new().read(body, flate2::Compression::new(GZIP_LEVEL))),
            Self::Brotli => {
                Box::new(brotli::CompressorReader::new(body, CHUNK, BROTLI_QUALITY, BROTLI_WINDOW))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compressed(encoding: Encoding, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encoding.compressed(bytes).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "a paper of many words, many of them the same words\n".repeat(100);
        let (mut gzip, mut brotli) = (String::new(), String::new());
        let small = compressed(Encoding::Gzip, text.as_bytes());
        flate2::read::GzDecoder::new(&*small).read_to_string(&mut gzip).unwrap();
        let smaller = compressed(Encoding::Brotli, text.as_bytes());
        brotli::Decompressor::new(&*smaller, CHUNK).read_to_string(&mut brotli).unwrap();
        assert_eq!((&gzip, &brotli), (&text, &text));
        assert!(smaller.len() < small.len() && small.len() < text.len() / 10);
    }

    #[test]
    fn gzip_says_nothing_of_time_or_machine() {
        let small = compressed(Encoding::Gzip, b"x");
        assert_eq!(small[4..10], [0, 0, 0, 0, 2, 255]);
    }
}
