//! Bytes as they arrive, unpacked, and never more of them than asked for.
//!
//! Everything that is read goes through a [`Stream`]: it looks ahead without waiting for more than
//! has arrived, so that lines on a pipe are read as they come; it unpacks gzip and zstd; it holds
//! only what has not been consumed; and it ends a packed bomb by its ratio long before it has
//! unrolled. Damage is a [`Fault`] that leaves what was whole before it in reach.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// Where raw bytes come from.
pub(crate) type Source = Box<dyn Read + Send>;

/// Why a stream has no more bytes, other than that it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub what: String,
    pub hint: &'static str,
}

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

/// How much is read at a time.
const CHUNK: usize = 64 << 10;
/// No text is as repetitive as to pack so many to one over hundreds of megabytes: gzip sees 32 KiB
/// back, zstd sees whole pages that differ in a line.
const BOMB_RATIO: [u64; 2] = [100, 2000];

pub(crate) struct Stream {
    bytes: Bytes,
    /// Read and not consumed, from `at` on.
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    /// Why it ended, where it did not end well. Told to everybody who asks for more.
    fault: Option<Fault>,
    /// Unpacked so far.
    unpacked: u64,
    /// How much may be unpacked before the ratio counts.
    floor: u64,
}

enum Bytes {
    Plain(Counted),
    Gzip(Gzip),
    Zstd(Box<zstd::stream::read::Decoder<'static, Counted>>),
    /// Broken beyond repair, or never opened.
    Nothing,
}

impl Stream {
    /// Unpacks a source by what its first bytes say. `document_bytes` is the largest document that
    /// will be asked for.
    pub(crate) fn open(source: Source, document_bytes: usize) -> Result<Stream, Fault> {
        let mut stream = Stream::plain(source, 8 * document_bytes as u64);
        while stream.ahead().len() < 4 && stream.more()? {}
        let packing = packing(stream.ahead());
        if packing != Packing::None {
            stream.unpack(packing)?;
        }
        Ok(stream)
    }

    /// Starts over on the same source, unpacking it.
    fn unpack(&mut self, packing: Packing) -> Result<(), Fault> {
        let Bytes::Plain(plain) = std::mem::replace(&mut self.bytes, Bytes::Nothing) else {
            return Ok(());
        };
        let seen = std::mem::take(&mut self.buffer).split_off(std::mem::take(&mut self.at));
        let whole: Source = Box::new(io::Cursor::new(seen).chain(plain.inner));
        let raw = Counted { inner: BufReader::with_capacity(CHUNK, whole), count: 0 };
        self.unpacked = 0;
        self.ended = false;
        self.bytes = match packing {
            Packing::Gzip => Bytes::Gzip(Gzip::new(raw)),
            _ => Bytes::Zstd(Box::new(
                zstd::stream::read::Decoder::with_buffer(raw)
                    .map_err(|error| damage("zstd", &error))?,
            )),
        };
        Ok(())
    }

    /// What has arrived and was not consumed.
    pub(crate) fn ahead(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Waits for some more bytes. `false` when there are none.
    pub(crate) fn more(&mut self) -> Result<bool, Fault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let more = self.read_on();
        self.fault = more.as_ref().err().cloned();
        more
    }

    fn read_on(&mut self) -> Result<bool, Fault> {
        if self.ended {
            return Ok(false);
        }
        if self.at > self.buffer.len() / 2 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let before = self.buffer.len();
        self.buffer.resize(before + CHUNK, 0);
        let read = loop {
            match self.bytes.read(&mut self.buffer[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        let read = read.map_err(|error| {
            self.ended = true;
            match self.bytes {
                Bytes::Plain(_) | Bytes::Nothing => unreadable(&error),
                Bytes::Gzip(_) => damage("gzip", &error),
                Bytes::Zstd(_) => damage("zstd", &error),
            }
        })?;
        self.unpacked += read as u64;
        self.ended = read == 0;
        let ratio = BOMB_RATIO[usize::from(matches!(self.bytes, Bytes::Zstd(_)))];
        if self.unpacked > self.floor
            && self.bytes.packed().is_some_and(|packed| self.unpacked / ratio > packed)
        {
            self.ended = true;
            self.bytes = Bytes::Nothing;
            let mib = self.unpacked >> 20;
            return Err(Fault {
                what: format!("unpacks to {mib} MiB and more, over {ratio} times its size"),
                hint: "no text does that: unpack it with a tool you trust and look at what it holds",
            });
        }
        Ok(read > 0)
    }

    /// Waits until `count` bytes are ahead. `false` when the stream ends before.
    pub(crate) fn reach(&mut self, count: usize) -> Result<bool, Fault> {
        while self.ahead().len() < count {
            if !self.more()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Drops bytes that are ahead.
    pub(crate) fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        }
    }

    /// Takes bytes that are ahead.
    pub(crate) fn take(&mut self, count: usize) -> Vec<u8> {
        let count = count.min(self.ahead().len());
        let taken = if self.at == 0 && count == self.buffer.len() {
            std::mem::take(&mut self.buffer)
        } else {
            self.ahead()[..count].to_vec()
        };
        self.consume(count);
        taken
    }

    /// After a fault: goes to where something whole may begin again, which only a gzip of several
    /// members has. `false` when there is no such place.
    pub(crate) fn resume(&mut self) -> bool {
        self.ended = match &mut self.bytes {
            Bytes::Gzip(gzip) => !gzip.next_member(),
            _ => true,
        };
        if !self.ended {
            self.fault = None;
        }
        !self.ended
    }

    /// Reads on as UTF-8 what is UTF-16 by its byte order mark.
    pub(crate) fn into_utf8(mut self) -> Stream {
        if !matches!(self.ahead(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            if self.ahead().starts_with(b"\xEF\xBB\xBF") {
                self.consume(3);
            }
            return self;
        }
        let floor = self.floor;
        let decoded = encoding_rs_io::DecodeReaderBytesBuilder::new().build(Rest(self));
        Stream::plain(Box::new(decoded), floor)
    }

    /// A stream of the bytes as they are.
    fn plain(source: Source, floor: u64) -> Stream {
        Stream {
            bytes: Bytes::Plain(Counted {
                inner: BufReader::with_capacity(CHUNK, source),
                count: 0,
            }),
            buffer: Vec::new(),
            at: 0,
            ended: false,
            fault: None,
            unpacked: 0,
            floor,
        }
    }
}

/// The rest of a stream, as a reader.
struct Rest(Stream);

impl Read for Rest {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.0.ahead().is_empty() {
            self.0.more().map_err(|fault| io::Error::other(fault.what))?;
        }
        let count = into.len().min(self.0.ahead().len());
        into[..count].copy_from_slice(&self.0.ahead()[..count]);
        self.0.consume(count);
        Ok(count)
    }
}

/// What the first bytes say of packing.
pub(crate) fn packing(first: &[u8]) -> Packing {
    match first {
        [0x1F, 0x8B, 0x08, ..] => Packing::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Packing::Zstd,
        _ => Packing::None,
    }
}

/// Unpacks a whole that is in memory; `None` when it is damaged or holds more than `most`.
pub(crate) fn unpacked(reader: impl Read, most: usize) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    reader.take(most as u64 + 1).read_to_end(&mut whole).ok()?;
    (whole.len() <= most).then_some(whole)
}

impl Bytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Bytes::Plain(plain) => plain.read(into),
            Bytes::Gzip(gzip) => gzip.read(into),
            Bytes::Zstd(zstd) => zstd.read(into),
            Bytes::Nothing => Ok(0),
        }
    }

    /// How many packed bytes were used up so far; `None` for what is not packed.
    fn packed(&self) -> Option<u64> {
        match self {
            Bytes::Gzip(gzip) => Some(gzip.raw().count),
            Bytes::Zstd(zstd) => Some(zstd.get_ref().count),
            Bytes::Plain(_) | Bytes::Nothing => None,
        }
    }
}

/// A reader that knows how much of it was used.
struct Counted {
    inner: BufReader<Source>,
    count: u64,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count += count as u64;
        self.inner.consume(count);
    }
}

/// A gzip file of one or many members.
enum Gzip {
    Member(Box<GzDecoder<Counted>>),
    /// Between two members, or after the last.
    Between(Counted),
    /// Only while one becomes the other.
    Changing,
}

impl Gzip {
    fn new(raw: Counted) -> Gzip {
        Gzip::Member(Box::new(GzDecoder::new(raw)))
    }

    fn raw(&self) -> &Counted {
        match self {
            Gzip::Member(member) => member.get_ref(),
            Gzip::Between(raw) => raw,
            Gzip::Changing => unreachable!("a gzip reader is in one state or the other"),
        }
    }

    /// Leaves the member that was being read.
    fn leave(&mut self) -> &mut Counted {
        *self = match std::mem::replace(self, Gzip::Changing) {
            Gzip::Member(member) => Gzip::Between(member.into_inner()),
            other => other,
        };
        match self {
            Gzip::Between(raw) => raw,
            _ => unreachable!("a gzip reader is in one state or the other"),
        }
    }

    fn enter(&mut self) {
        if let Gzip::Between(raw) = std::mem::replace(self, Gzip::Changing) {
            *self = Gzip::new(raw);
        }
    }

    /// Finds the start of a member in the raw bytes, after damage.
    fn next_member(&mut self) -> bool {
        let raw = self.leave();
        let mut matched = 0;
        loop {
            let Ok(chunk) = raw.fill_buf() else { return false };
            if chunk.is_empty() {
                return false;
            }
            let mut used = chunk.len();
            for (at, &byte) in chunk.iter().enumerate() {
                matched = match (matched, byte) {
                    (1, 0x8B) => 2,
                    (2, 0x08) => 3,
                    (_, 0x1F) => 1,
                    _ => 0,
                };
                if matched == 3 {
                    used = at + 1;
                    break;
                }
            }
            raw.consume(used);
            if matched == 3 {
                break;
            }
        }
        // The three bytes were used up in the search and are put back before the rest.
        let Gzip::Between(raw) = std::mem::replace(self, Gzip::Changing) else { return false };
        let count = raw.count - 3;
        let again: Source = Box::new(io::Cursor::new([0x1F, 0x8B, 0x08]).chain(raw.inner));
        *self = Gzip::new(Counted { inner: BufReader::with_capacity(CHUNK, again), count });
        true
    }
}

impl Read for Gzip {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Gzip::Member(member) = self {
                let read = member.read(into)?;
                if read > 0 {
                    return Ok(read);
                }
                self.leave();
            }
            let raw = self.leave();
            // Tapes pad with zeros; anything else after the last member is no part of it, as
            // gzip itself holds.
            let (first, used) = {
                let chunk = raw.fill_buf()?;
                let zeros = chunk.iter().take_while(|&&byte| byte == 0).count();
                (chunk.get(zeros).copied(), zeros)
            };
            raw.consume(used);
            match first {
                Some(0x1F) => self.enter(),
                None if used > 0 => {}
                _ => return Ok(0),
            }
        }
    }
}

pub(crate) fn unreadable(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Fault { what: "no such file".to_owned(), hint: "check the path" }
        }
        io::ErrorKind::PermissionDenied => Fault {
            what: "may not be read".to_owned(),
            hint: "ask its owner for permission, or run as a user who has it",
        },
        _ => Fault {
            what: format!("cannot be read: {}", plain_words(error)),
            hint: "check the disk or the connection and try again",
        },
    }
}

fn damage(packing: &str, error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::UnexpectedEof
        || error.to_string().contains("incomplete frame")
    {
        return Fault {
            what: format!("the {packing} data break off before their end"),
            hint: "fetch or copy the file again",
        };
    }
    Fault {
        what: format!("the {packing} data are damaged: {}", plain_words(error)),
        hint: "fetch or copy the file again",
    }
}

/// The message of an error without the "(os error 5)" that means nothing to most people.
fn plain_words(error: &io::Error) -> String {
    let words = error.to_string();
    match words.find(" (os error") {
        Some(end) => words[..end].to_lowercase(),
        None => words,
    }
}
