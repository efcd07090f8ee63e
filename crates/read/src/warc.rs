//! Web archives, cut into their records.
//!
//! Crawlers break off, disks fill up, tools miscount: an archive of any size has records that are
//! not what they say. Libraries read on over such places in silence, so this reader is our own: it
//! holds each record to the length that it states, names the ones that lie, and finds the next
//! that is whole, by its first words or, in an archive packed record by record, by the next gzip
//! member.
//!
//! Only responses with a page are given out: status 2xx and a media type of HTML. Requests,
//! images, redirects and records about records are passed over without a word. Whether a response
//! holds what its digests say is checked by [`response`](crate::response), on the threads that
//! parse.

use crate::Problem;
use crate::input::{Input, Piece, problem, too_large};
use crate::stream::{Fault, Stream};

/// A response as the archive holds it.
#[derive(Debug, Default)]
pub(crate) struct Response {
    /// `WARC-Record-ID` without its angle brackets.
    pub record_id: Option<String>,
    /// `WARC-Target-URI`.
    pub url: Option<String>,
    pub block_digest: Option<String>,
    pub payload_digest: Option<String>,
    /// Why the crawler cut it short, if it says that it did.
    pub truncated: Option<String>,
    /// The response itself: its head, and from `body` on its body.
    pub block: Vec<u8>,
    pub body: usize,
    pub content_type: Option<String>,
    pub content_encoding: Option<String>,
    pub transfer_encoding: Option<String>,
    pub content_length: Option<u64>,
}

/// The largest head of a record.
const HEAD: usize = 64 << 10;
/// What a record begins with.
const MAGIC: &[u8] = b"WARC/";
/// What a record begins with where one is looked for: `WARC/0.18` is the oldest in use.
const STARTS: [&[u8]; 2] = [b"\nWARC/1.", b"\nWARC/0."];

/// The pages of an archive, record by record.
pub(crate) struct Records {
    file: String,
    stream: Stream,
    limit: usize,
    number: usize,
    over: bool,
}

impl Records {
    /// `limit` is the largest response that is read.
    pub(crate) fn new(file: String, stream: Stream, limit: usize) -> Records {
        Records { file, stream, limit, number: 0, over: false }
    }

    /// A message about the record at hand.
    fn told(&self, what: impl Into<String>, hint: &str) -> Problem {
        Problem::new(format!("{}:{}", self.file, self.number), what, hint)
    }

    /// After damage: reports it and goes on where something whole may begin.
    fn damaged(&mut self, fault: Fault) -> Problem {
        let told = problem(&format!("{}:{}", self.file, self.number), fault);
        self.over = !self.skip_damage() || !self.seek_record();
        told
    }

    /// Goes to the start of the next record. `false` when there is none.
    fn seek_record(&mut self) -> bool {
        'place: loop {
            match self.stream.reach(MAGIC.len()) {
                Ok(_) if self.stream.ahead().starts_with(MAGIC) => return true,
                Ok(_) => {}
                Err(_) if self.skip_damage() => continue 'place,
                Err(_) => return false,
            }
            loop {
                if let Some(at) = find_start(self.stream.ahead()) {
                    self.stream.consume(at);
                    return true;
                }
                // The start of a record may lie across two reads.
                let past = self.stream.ahead().len().saturating_sub(8);
                self.stream.consume(past);
                match self.stream.more() {
                    Ok(true) => {}
                    Ok(false) => return false,
                    Err(_) if self.skip_damage() => continue 'place,
                    Err(_) => return false,
                }
            }
        }
    }

    /// Drops what was read before damage and goes on behind it. `false` when nothing is there.
    fn skip_damage(&mut self) -> bool {
        let ahead = self.stream.ahead().len();
        self.stream.consume(ahead);
        self.stream.resume()
    }

    /// The next record: `None` when it is nothing to be given out.
    fn record(&mut self) -> Result<Option<Input>, Problem> {
        while matches!(self.stream.ahead().first(), Some(b'\r' | b'\n')) {
            self.stream.consume(1);
        }
        if self.stream.ahead().is_empty() {
            match self.stream.more() {
                Ok(true) => {}
                Ok(false) => self.over = true,
                Err(fault) => {
                    self.number += 1;
                    return Err(self.damaged(fault));
                }
            }
            return Ok(None);
        }
        self.number += 1;
        if let Err(fault) = self.stream.reach(MAGIC.len()) {
            return Err(self.damaged(fault));
        }
        if !self.stream.ahead().starts_with(MAGIC) {
            let told = self.told(
                "what stands here is no record",
                "records before and after it are read; fetch the archive again if pages are missing",
            );
            self.over = !self.seek_record();
            return Err(told);
        }
        let head = match self.head() {
            Ok(Some(head)) => head,
            Ok(None) => {
                let told = self.told(
                    "the record's head has no end",
                    "records before and after it are read; fetch the archive again if pages are missing",
                );
                self.stream.consume(MAGIC.len());
                self.over = !self.seek_record();
                return Err(told);
            }
            Err(fault) => return Err(self.damaged(fault)),
        };
        let Some(length) = head.length else {
            let told = self.told(
                "the record does not state its length",
                "records before and after it are read; write the archive again with another tool",
            );
            self.over = !self.seek_record();
            return Err(told);
        };
        self.block(head, length)
    }

    /// The head of a record, consumed; `None` when it has no end.
    fn head(&mut self) -> Result<Option<Head>, Fault> {
        let mut searched = 0usize;
        loop {
            let ahead = self.stream.ahead();
            if let Some((head, length)) = head_end(ahead, searched.saturating_sub(3)) {
                let parsed = Head::parse(&ahead[..head]);
                self.stream.consume(length);
                return Ok(Some(parsed));
            }
            searched = ahead.len();
            if searched > HEAD || !self.stream.more()? {
                return Ok(None);
            }
        }
    }

    /// The block of a record whose head has been read.
    fn block(&mut self, head: Head, length: u64) -> Result<Option<Input>, Problem> {
        let wanted = head.kind == "response";
        let fits = usize::try_from(length).ok().filter(|&length| length <= self.limit);
        let Some(length) = fits else { return self.large_block(wanted, length) };
        match self.stream.reach(length) {
            Ok(true) => {}
            Ok(false) => return Err(self.short_block(length)),
            Err(fault) => return Err(self.damaged(fault)),
        }
        // Two line breaks end a record; at the end of the archive they may be missing.
        let (mut end, mut fault) = (false, None);
        match self.stream.reach(length + 4) {
            Ok(true) => {}
            Ok(false) => end = true,
            Err(found) => fault = Some(found),
        }
        let after = &self.stream.ahead()[length..];
        let ends = after.starts_with(b"\r\n\r\n")
            || after.starts_with(b"\n\n")
            || (end && after.iter().all(u8::is_ascii_whitespace));
        if !ends {
            return Err(match fault {
                Some(fault) => self.damaged(fault),
                None => self.lying_length(length),
            });
        }
        if !wanted {
            self.stream.consume(length);
            return Ok(None);
        }
        let block = self.stream.take(length);
        if head.segmented {
            return Err(self.told(
                "the page is spread over several records",
                "write the archive again without segments",
            ));
        }
        match head.into_response(block) {
            Ok(response) => Ok(response.map(|response| {
                let id = format!("{}:{}", self.file, self.number);
                Input::new(id, Piece::Response(Box::new(response)))
            })),
            Err(()) => Err(self.told("the response is no HTTP response", "fetch the page again")),
        }
    }

    /// A record that is larger than what is read. It is passed over, unless another record turns
    /// out to begin inside it.
    fn large_block(&mut self, wanted: bool, length: u64) -> Result<Option<Input>, Problem> {
        let mut left = length;
        loop {
            let here = left.min(self.stream.ahead().len() as u64) as usize;
            if let Some(at) = find_start(&self.stream.ahead()[..here]) {
                self.stream.consume(at);
                return Err(self.told(
                    format!("states a length of {length} bytes, but another record begins before"),
                    "fetch the page again; the other records are read",
                ));
            }
            // The start of a record may lie across two reads.
            let keep = if here as u64 == left { 0 } else { here.min(8) };
            self.stream.consume(here - keep);
            left -= (here - keep) as u64;
            if left == 0 {
                break;
            }
            match self.stream.more() {
                Ok(true) => {}
                Ok(false) => {
                    self.over = true;
                    return Err(self.told(
                        format!("the archive ends {left} bytes before the record does"),
                        "fetch or copy the archive again; the records before are read",
                    ));
                }
                Err(fault) => return Err(self.damaged(fault)),
            }
        }
        match wanted {
            true => {
                let id = format!("{}:{}", self.file, self.number);
                Err(too_large(&id, "is", self.limit))
            }
            false => Ok(None),
        }
    }

    /// The archive ends inside a block.
    fn short_block(&mut self, length: usize) -> Problem {
        let there = self.stream.ahead().len();
        match find_start(self.stream.ahead()) {
            Some(at) => {
                self.stream.consume(at);
                self.told(
                    format!("states a length of {length} bytes, but another record begins before"),
                    "fetch the page again; the other records are read",
                )
            }
            None => {
                self.over = true;
                self.told(
                    format!("the archive ends {} bytes before the record does", length - there),
                    "fetch or copy the archive again; the records before are read",
                )
            }
        }
    }

    /// The block does not end where its head says.
    fn lying_length(&mut self, length: usize) -> Problem {
        let told = self.told(
            format!("states a length of {length} bytes, but does not end there"),
            "fetch the page again; the other records are read",
        );
        self.over = !self.seek_record();
        told
    }
}

impl Iterator for Records {
    type Item = Result<Input, Problem>;

    fn next(&mut self) -> Option<Result<Input, Problem>> {
        while !self.over {
            match self.record() {
                Ok(None) => {}
                Ok(Some(input)) => return Some(Ok(input)),
                Err(problem) => return Some(Err(problem)),
            }
        }
        None
    }
}

/// Where a record begins in some bytes, after a line break.
fn find_start(bytes: &[u8]) -> Option<usize> {
    STARTS.iter().filter_map(|start| memchr::memmem::find(bytes, start)).min().map(|at| at + 1)
}

/// The length of a head without and with the empty line that ends it, searched from `from`.
fn head_end(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(found) = memchr::memchr(b'\n', &bytes[at..]) {
        let end = at + found;
        match &bytes[end + 1..] {
            [b'\n', ..] => return Some((end, end + 2)),
            [b'\r', b'\n', ..] => return Some((end, end + 3)),
            _ => at = end + 1,
        }
    }
    None
}

/// What is of use in the head of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    length: Option<u64>,
    segmented: bool,
    response: Response,
}

impl Head {
    fn parse(head: &[u8]) -> Head {
        let words = String::from_utf8_lossy(head);
        let mut parsed = Head::default();
        let mut lines = words.lines().skip(1).peekable();
        while let Some(line) = lines.next() {
            let Some((name, value)) = line.split_once(':') else { continue };
            let mut value = value.trim().to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
                value.push(' ');
                value.push_str(more.trim());
            }
            let response = &mut parsed.response;
            let unbracketed = || value.trim_start_matches('<').trim_end_matches('>').to_owned();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => parsed.kind = value.to_ascii_lowercase(),
                "content-length" => parsed.length = value.parse().ok(),
                "warc-segment-number" => parsed.segmented = true,
                "warc-record-id" => response.record_id = Some(unbracketed()),
                "warc-target-uri" => response.url = Some(unbracketed()),
                "warc-block-digest" => response.block_digest = Some(value),
                "warc-payload-digest" => response.payload_digest = Some(value),
                "warc-truncated" => response.truncated = Some(value),
                _ => {}
            }
        }
        parsed
    }

    /// The response with its HTTP head read: `None` when it is no page, `Err` when the head is
    /// not HTTP.
    fn into_response(self, block: Vec<u8>) -> Result<Option<Response>, ()> {
        let mut response = self.response;
        let dns = response.url.as_deref().is_some_and(|url| !url.starts_with("http"));
        let mut headers = [httparse::EMPTY_HEADER; 256];
        let mut http = httparse::Response::new(&mut headers);
        let config = {
            let mut config = httparse::ParserConfig::default();
            config
                .allow_spaces_after_header_name_in_responses(true)
                .allow_obsolete_multiline_headers_in_responses(true)
                .ignore_invalid_headers_in_responses(true);
            config
        };
        let body = match config.parse_response(&mut http, &block) {
            Ok(httparse::Status::Complete(body)) => body,
            _ if dns => return Ok(None),
            _ => return Err(()),
        };
        if !http.code.is_some_and(|code| (200..300).contains(&code)) {
            return Ok(None);
        }
        let field = |name: &str| {
            http.headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case(name))
                .map(|header| String::from_utf8_lossy(header.value).trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let content_type = field("content-type");
        let is_page = match &content_type {
            Some(kind) => {
                let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                kind == "text/html" || kind == "application/xhtml+xml"
            }
            None => looks_like_page(&block[body..]),
        };
        if !is_page || block.len() == body {
            return Ok(None);
        }
        (response.content_encoding, response.transfer_encoding) =
            (field("content-encoding"), field("transfer-encoding"));
        response.content_length = field("content-length").and_then(|value| value.parse().ok());
        response.content_type = content_type;
        (response.block, response.body) = (block, body);
        Ok(Some(response))
    }
}

fn looks_like_page(body: &[u8]) -> bool {
    crate::sniff::look(body, true) == crate::sniff::Seen::Whole(crate::Form::Html)
}
