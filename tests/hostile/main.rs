//! Input that is hostile, broken or merely odd: each case says what must happen, and every case is the real program in
//! a process of its own, held to 1 GB of memory and 10 s of processor time.
//!
//! `HOSTILE=yaml cargo test --test hostile -- --nocapture` runs the cases whose names hold `yaml`.
//! `DATELINE=target/release/dateline` runs another binary than the one that Cargo built.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod case;
mod run;

mod addresses;
mod bodies;
mod characters;
mod configs;
mod dates;
mod files;
mod liquid;
mod pictures;
mod scale;
mod templates;
mod wrong_types;
mod yaml;

use case::Case;

fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for family in [
        yaml::cases,
        wrong_types::cases,
        dates::cases,
        characters::cases,
        bodies::cases,
        scale::cases,
        addresses::cases,
        files::cases,
        liquid::cases,
        pictures::cases,
        templates::cases,
        configs::cases,
    ] {
        cases.extend(family());
    }
    cases
}

#[test]
fn each_case_ends_as_it_must() {
    let cases = all();
    let mut names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "two cases of one name");
    assert!(names.len() >= 10, "{} cases", names.len());
    run::all(&cases);
}
