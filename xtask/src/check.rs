//! `cargo xtask check`: everything that CI runs, in the order in which faults are cheap to find.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::run::{command, run};
use crate::{pages, tidy};

/// Runs all steps, or with `quick` those that take seconds; with `look` the pages in a browser as well. Every step runs, whatever the steps
/// before it found.
pub fn check(quick: bool, look: bool) -> Result<()> {
    let begun = Instant::now();
    let mut failed = Vec::new();
    let mut step = |name: &'static str, work: &dyn Fn() -> Result<()>| {
        println!("== {name}");
        let begun = Instant::now();
        let done = work();
        let seconds = begun.elapsed().as_secs_f64();
        match done {
            Ok(()) => println!("== {name}: fine ({seconds:.1} s)\n"),
            Err(error) => {
                println!("== {name}: FAILED ({seconds:.1} s): {error:#}\n");
                failed.push(name);
            }
        }
    };
    step("format", &|| run(&mut command(&["cargo", "fmt", "--all", "--check"])));
    step("tidy", &tidy::tidy);
    step("clippy", &|| {
        let line = ["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        run(&mut command(&line))
    });
    if quick {
        step("unit tests and cases", &|| {
            let line =
                ["cargo", "test", "--workspace", "--lib", "--bins", "--test", "cases", "--quiet"];
            run(command(&line).env("INSTA_UPDATE", "no"))
        });
    } else {
        step("tests and cases", &|| {
            run(command(&["cargo", "test", "--workspace", "--no-fail-fast"])
                .env("INSTA_UPDATE", "no"))
        });
        step("docs", &|| {
            let line = ["cargo", "doc", "--workspace", "--no-deps", "--document-private-items"];
            run(command(&line).env("RUSTDOCFLAGS", "-D warnings"))
        });
        match pages::tools() {
            Ok(chromium) if look => step("pages", &|| pages::look(&chromium)),
            Ok(_) => println!("== pages in a browser: left out, --pages looks at them\n"),
            Err(missing) if look => {
                step("pages", &|| bail!("{missing}; hint: install it, or check without --pages"))
            }
            Err(missing) => println!("== pages in a browser: left out, {missing}\n"),
        }
        for (tool, line) in [
            ("cargo-deny", &["cargo", "deny", "--all-features", "check"][..]),
            ("cargo-machete", &["cargo", "machete"][..]),
        ] {
            if installed(tool) {
                step(tool, &|| run(&mut command(line)));
            } else {
                println!("== {tool}: left out, it is not installed\n");
            }
        }
    }
    let seconds = begun.elapsed().as_secs();
    if !failed.is_empty() {
        bail!("failed after {seconds} s: {}", failed.join(", "));
    }
    println!("== all fine ({seconds} s)");
    Ok(())
}

/// Whether a program is on the path.
pub fn installed(tool: &str) -> bool {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&on_path)
        .any(|folder| folder.join(tool).with_extension(std::env::consts::EXE_EXTENSION).exists())
}
