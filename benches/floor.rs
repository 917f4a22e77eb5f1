//! The floor under a build to disk: the same files, written the plainest way, with everything else already done.
//!
//! `floor TREE OUT` reads every file under TREE into memory, then writes them all under OUT, one after the other on one
//! thread, and prints the seconds that the writing took. `compare.py --mode disk` compiles and runs it.

// A program of its own, which answers on standard output.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, io, process};

fn read_tree(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            read_tree(root, &path, files)?;
        } else {
            let relative = path.strip_prefix(root).map_err(io::Error::other)?;
            files.push((relative.to_path_buf(), fs::read(&path)?));
        }
    }
    Ok(())
}

fn write_tree(out: &Path, files: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    for (relative, bytes) in files {
        let path = out.join(relative);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes)?;
    }
    Ok(())
}

fn run(tree: &Path, out: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    read_tree(tree, tree, &mut files)?;
    files.sort();
    let began = Instant::now();
    write_tree(out, &files)?;
    println!("{:.6}", began.elapsed().as_secs_f64());
    Ok(())
}

fn main() {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [tree, out] = arguments.as_slice() else {
        eprintln!("usage: floor TREE OUT");
        process::exit(2);
    };
    if let Err(error) = run(tree, out) {
        eprintln!("floor: {error}");
        process::exit(1);
    }
}
