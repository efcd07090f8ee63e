//! Compiles the tables of facts into the compact forms that the library reads without parsing.

#[path = "build/places.rs"]
mod places;

fn main() {
    places::build();
}
