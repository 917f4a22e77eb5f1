//! What a line begins with, measured.

/// Whether a line ends the block of code that so many signs began in content that is indented by `base`.
pub(super) fn closes_fence(line: &str, mark: u8, length: usize, base: usize) -> bool {
    let text = line.trim_start_matches([' ', '\t']);
    let bare = text.trim_start_matches(['>', ' ']).trim_end();
    let is_near = width(&line[..line.len() - text.len()]) < base + 4;
    is_near && bare.len() >= length && bare.bytes().all(|byte| byte == mark)
}

/// Columns of white space, a tab going to the next multiple of four.
pub(super) fn width(white: &str) -> usize {
    white.bytes().fold(0, |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// The length of the list marker that `text` begins with.
pub(super) fn marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().first()? {
        b'*' | b'+' | b'-' => 1,
        _ if (1..10).contains(&digits) && text[digits..].starts_with('.') => digits + 1,
        _ => return None,
    };
    text[length..].starts_with([' ', '\t']).then_some(length)
}
