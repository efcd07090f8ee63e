//! The binary: flags, output and exit statuses; everything else lives in the libraries.

fn main() {}
