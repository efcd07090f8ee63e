//! Web and mail addresses, which are one token whatever stands in them.

/// The byte range of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub start: usize,
    pub end: usize,
}

const SCHEMES: [&str; 5] = ["http://", "https://", "ftp://", "www.", "mailto:"];

/// Finds the addresses in a stretch without white space, in order and without overlaps.
pub(super) fn find(text: &str, start: usize, end: usize, found: &mut Vec<Address>) {
    let chunk = &text[start..end];
    let bytes = chunk.as_bytes();
    // Nearly every chunk is a plain word: look for what no plain word has.
    let mut sign = false;
    let mut slash = false;
    let mut dots = 0;
    for &byte in bytes {
        sign |= byte == b'@';
        slash |= byte == b'/';
        dots += usize::from(byte == b'.');
    }
    if dots == 0 || !(sign || slash || dots >= 2) {
        return;
    }
    if slash || dots >= 2 {
        web(chunk, start, found);
    }
    if sign {
        mail(chunk, start, found);
        found.sort_by_key(|address| address.start);
        let mut last = 0;
        found.retain(|address| {
            let fits = address.start >= last;
            if fits {
                last = address.end;
            }
            fits
        });
    }
}

fn web(chunk: &str, base: usize, found: &mut Vec<Address>) {
    let bytes = chunk.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let boundary = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if boundary && bytes[at].is_ascii_alphabetic() {
            let rest = &bytes[at..];
            let scheme = SCHEMES.iter().any(|scheme| {
                rest.len() > scheme.len() + 2
                    && rest[..scheme.len()].eq_ignore_ascii_case(scheme.as_bytes())
            });
            let doi = rest.starts_with(b"doi:10.");
            if scheme || doi || has_host_and_path(rest) {
                let end = at + address_length(&chunk[at..]);
                found.push(Address { start: base + at, end: base + end });
                at = end;
                continue;
            }
            // On to the end of this word, so that no word is looked at twice.
            while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
                at += 1;
            }
            continue;
        }
        at += 1;
    }
}

/// `example.org/path`: a host with a dot and small letters, then a slash and something more.
fn has_host_and_path(rest: &[u8]) -> bool {
    let host = rest
        .iter()
        .take(80)
        .take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
        .count();
    let name = &rest[..host];
    let dot = name.iter().rposition(|&b| b == b'.');
    dot.is_some_and(|dot| dot > 0 && (2..=6).contains(&(host - dot - 1)))
        && name.iter().any(u8::is_ascii_lowercase)
        && !name[dot.unwrap_or(0)..].iter().any(u8::is_ascii_digit)
        && rest.get(host) == Some(&b'/')
        && rest.get(host + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// The length of the address at the start of `rest`, without the punctuation that ends the
/// sentence or the bracket around it.
fn address_length(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        match c {
            '<' | '>' | '"' | '“' | '”' | '«' | '»' | '‘' | '’' | '{' | '}' | '|' | '—' =>
            {
                end = at;
                break;
            }
            '(' | '[' => depth += 1,
            ')' | ']' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => {
                    end = at;
                    break;
                }
            },
            _ => {}
        }
    }
    rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…']).len().max(1)
}

fn mail(chunk: &str, base: usize, found: &mut Vec<Address>) {
    let bytes = chunk.as_bytes();
    let is_local =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    let is_domain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    for at in (0..bytes.len()).filter(|&at| bytes[at] == b'@') {
        let local = bytes[..at].iter().rev().take_while(|&&b| is_local(b)).count();
        let domain = bytes[at + 1..].iter().take_while(|&&b| is_domain(b)).count();
        let domain = chunk[at + 1..at + 1 + domain].trim_end_matches(['.', '-']).len();
        let host = &chunk[at + 1..at + 1 + domain];
        let local_part = chunk[at - local..at].trim_start_matches(['.', '-', '+']);
        if !local_part.is_empty() && host.contains('.') && !host.starts_with('.') {
            let start = base + at - local_part.len();
            found.push(Address { start, end: base + at + 1 + domain });
        }
    }
}
