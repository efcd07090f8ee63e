//! Looking at the pages in a browser. It needs Chromium and node, which building and running do not:
//! where they are missing, `check` says so and leaves this out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::check::installed;
use crate::run::{command, output, root, run};

/// How many invented articles are looked at.
const ARTICLES: &str = "300";

/// The browser, or what is missing.
pub fn tools() -> Result<PathBuf, &'static str> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(|name| {
        std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.exists())
    });
    match found {
        None => Err("no Chromium is installed"),
        Some(_) if !installed("node") || !installed("npm") => Err("node or npm is not installed"),
        Some(chromium) => Ok(chromium),
    }
}

/// Builds the program, invents two records and looks at them.
pub fn look(chromium: &Path) -> Result<()> {
    run(&mut command(&["cargo", "build", "--quiet", "-p", "onrecord"]))?;
    let example = ["--quiet", "-p", "onrecord-serve", "--example", "invented"];
    run(&mut command(&[&["cargo", "build"], &example[..]].concat()))?;
    let metadata = ["cargo", "metadata", "--no-deps", "--format-version", "1"];
    let metadata = output(&mut command(&metadata))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"].as_str().context("cargo names no target folder")?;
    let built = Path::new(target).join("debug");
    let folder = Path::new(target).join("pages");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let (record, hostile) = (path(&folder.join("record.db")), path(&folder.join("hostile.db")));
    let invented = path(&built.join("examples/invented"));
    run(&mut command(&[&invented, &record, ARTICLES]))?;
    run(&mut command(&[&invented, &hostile, "0", "--hostile"]))?;
    let e2e = root().join("e2e");
    if !e2e.join("node_modules").exists() {
        let install = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"];
        run(command(&install).current_dir(&e2e))?;
    }
    let (program, chromium) = (path(&built.join("onrecord")), path(chromium));
    let pictures = path(&folder.join("pictures"));
    let line = [
        "node",
        "run.mjs",
        "--program",
        &program,
        "--record",
        &record,
        "--hostile",
        &hostile,
        "--chromium",
        &chromium,
        "--pictures",
        &pictures,
    ];
    run(command(&line).current_dir(&e2e))
}
