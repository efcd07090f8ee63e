//! Writes a record of invented articles to a file, to try the pages with:
//!
//! `cargo run -p onrecord-serve --example invented -- record.db 500 [--hostile]`
//!
//! With `--hostile`, articles whose every field is a string that wants to break a page come with it.

#[path = "../tests/serve/hostile_strings.rs"]
mod hostile_strings;
#[path = "../tests/serve/invented.rs"]
mod invented;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(count)) =
        (arguments.next(), arguments.next().and_then(|count| count.parse().ok()))
    else {
        eprintln!("hint: give a file and a number of articles");
        std::process::exit(1);
    };
    let path = std::path::Path::new(&path);
    invented::fill(path, count);
    if arguments.next().as_deref() == Some("--hostile") {
        let hostile = hostile_strings::all().into_iter().enumerate();
        invented::add(path, hostile.map(|(number, one)| invented::filled(&one, number)).collect());
    }
}
