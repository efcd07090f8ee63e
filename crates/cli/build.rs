//! Tells the compiler whether the language model is there to be compiled in. A checkout without
//! `models/` builds a program that does what rules can do.

use std::path::Path;

const FILES: [&str; 4] = ["encoder.safetensors", "heads.safetensors", "vocab.txt", "manifest.json"];

fn main() {
    let folder = Path::new("../../models");
    println!("cargo::rustc-check-cfg=cfg(has_model)");
    println!("cargo::rustc-check-cfg=cfg(has_calibration)");
    println!("cargo::rerun-if-changed={}", folder.display());
    if FILES.iter().all(|file| folder.join(file).is_file()) {
        println!("cargo::rustc-cfg=has_model");
        if folder.join("calibration.json").is_file() {
            println!("cargo::rustc-cfg=has_calibration");
        }
    }
}
