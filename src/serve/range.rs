//! The part of a file that a client asks for (RFC 9110, 14.2).

/// What a `Range` header comes to for a body of a known length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The whole: there is no header, or one that may be ignored, such as several ranges or another unit.
    Whole,
    /// From the first to the last byte, both included.
    Part(u64, u64),
    /// Nothing of it lies in the body.
    Outside,
}

/// Reads a `Range` header's value for a body of `length` bytes.
#[must_use]
pub fn span(header: Option<&str>, length: u64) -> Span {
    let Some((first, last)) =
        header.and_then(|text| text.strip_prefix("bytes=")).and_then(|range| range.trim().split_once('-'))
    else {
        return Span::Whole;
    };
    let end = length.saturating_sub(1);
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first > last => Span::Whole,
        (Ok(first), _) if first >= length && (last.is_empty() || last.parse::<u64>().is_ok()) => {
            Span::Outside
        }
        (Ok(first), Ok(last)) => Span::Part(first, last.min(end)),
        (Ok(first), Err(_)) if last.is_empty() => Span::Part(first, end),
        (Err(_), Ok(0)) if first.is_empty() => Span::Outside,
        (Err(_), Ok(_)) if first.is_empty() && length == 0 => Span::Outside,
        (Err(_), Ok(count)) if first.is_empty() => Span::Part(length.saturating_sub(count), end),
        _ => Span::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (header, wanted) in [
            ("bytes=0-3", Span::Part(0, 3)),
            ("bytes=7-", Span::Part(7, 9)),
            ("bytes=7-99", Span::Part(7, 9)),
            ("bytes=-4", Span::Part(6, 9)),
            ("bytes=-99", Span::Part(0, 9)),
            ("bytes=10-", Span::Outside),
            ("bytes=10-12", Span::Outside),
            ("bytes=-0", Span::Outside),
            ("bytes=5-2", Span::Whole),
            ("bytes=0-1,4-5", Span::Whole),
            ("lines=0-1", Span::Whole),
            ("bytes=a-b", Span::Whole),
            ("bytes=-", Span::Whole),
        ] {
            assert_eq!(span(Some(header), 10), wanted, "{header}");
        }
        assert_eq!(span(None, 10), Span::Whole);
        assert_eq!(span(Some("bytes=0-0"), 0), Span::Outside);
    }
}
