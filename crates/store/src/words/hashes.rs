//! Hashes that are the same on every machine and in every version, because they are kept in files.
//!
//! The hash of the standard library promises neither, so this one is written out: FNV-1a over the
//! bytes, then the finish of SplitMix64, which spreads what FNV leaves in the low bits. Nothing here
//! guards against an adversary; everything that a hash finds is compared exactly afterwards.

/// The hash of some bytes under a seed.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ mix(seed);
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(hash)
}

/// Spreads the bits of a number over all of them; one number of each.
pub fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_that_files_were_written_with() {
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(hash(0, b""), 6_566_800_829_925_814_604);
        assert_eq!(hash(1, "sea wall".as_bytes()), 13_104_482_273_386_133_426);
    }
}
