//! The stages: text in, layers out.
//!
//! Extraction is pure. It has no clock, disk, network, thread or environment, and it cannot fail:
//! the same text with the same publication date gives the same layers, byte for byte.
