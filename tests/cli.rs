//! The command line as users see it: tests/cmd holds commands with what they print and how they end.

#[test]
fn commands() {
    let cases = trycmd::TestCases::new();
    // Help is as wide as the terminal, colours are off, and "now" stands still where a command does not say `--at`.
    cases.env("COLUMNS", "100").env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", "1768478400");
    cases.case("tests/cmd/*.trycmd");
}
