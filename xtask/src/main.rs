//! The project's own chores: `cargo xtask check`, `score`, `bless`.

fn main() {}
