//! Seals: by what a row holds, so that a changed letter in it is seen.

use sha2::{Digest, Sha256};

/// How many bytes of the hash a seal keeps.
const LENGTH: usize = 16;

/// The seal of some fields, in their order.
pub fn of(fields: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for field in fields {
        // Lengths keep "ab", "c" apart from "a", "bc".
        hash.update((field.len() as u64).to_le_bytes());
        hash.update(field.as_bytes());
    }
    hash.finalize()[..LENGTH].to_vec()
}

/// The hash of a text.
pub fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The id of an article whose text has this hash.
pub fn id(hash: &[u8]) -> String {
    format!("sha256:{}", hexadecimal(hash))
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_kept_apart() {
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab"]).len(), LENGTH);
        assert_eq!(id(&hash("x")), onrecord_record::Article::id_of("x"));
    }
}
