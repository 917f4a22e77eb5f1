//! What a store said, as a failure: short, and with what can be done about it.

use super::super::target::{Cause, Failure};
use object_store::Error;
use std::error::Error as _;

/// A store's error as a failure.
pub fn of_store(action: &'static str, path: &str, error: &Error) -> Failure {
    let whole = chain(error);
    let has = |texts: &[&str]| texts.iter().any(|text| whole.contains(text));
    let cause = match error {
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => Cause::Denied,
        _ if has(&["NoSuchBucket", "ContainerNotFound", "bucket does not exist"]) => Cause::NoPlace,
        _ if has(&["507", "InsufficientStorage", "QuotaExceeded", "No space left"]) => Cause::Full,
        _ if has(&["401 Unauthorized", "403 Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch"]) => {
            Cause::Denied
        }
        _ if has(&["error sending request", "connection closed", "timed out"]) => Cause::Other,
        _ if has(&["169.254.169.254", "computeMetadata"]) => Cause::Denied,
        Error::NotFound { .. } | Error::Generic { .. } => Cause::Other,
        _ => Cause::Other,
    };
    // Without credentials the crate asks the machine that it hopes to run on.
    if has(&["169.254.169.254", "metadata.google.internal"]) {
        return Failure::new(Cause::Denied, action, path, "there are no credentials for it");
    }
    Failure::new(cause, action, path, short(&whole))
}

/// Whether a server has no such request: it lists nothing.
pub fn is_not_offered(error: &Error) -> bool {
    let whole = chain(error);
    ["405", "501"].iter().any(|status| whole.contains(status))
}

fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut at = error.source();
    while let Some(source) = at {
        let more = source.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        at = source.source();
    }
    text
}

/// The status and the message of the answer, where there was one; else the end of the chain.
fn short(whole: &str) -> String {
    let between = |from: &str, to: &str| {
        let (_, rest) = whole.split_once(from)?;
        rest.split_once(to).map(|(text, _)| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let status = between("status code: ", ":").or_else(|| between("status code: ", "\n"));
    let message = between("<Message>", "</Message>").or_else(|| between("<Code>", "</Code>"));
    match (status, message) {
        (Some(status), Some(message)) => format!("{status}: {message}"),
        (Some(status), None) => status,
        (None, Some(message)) => message,
        (None, None) => {
            let line = whole.lines().next().unwrap_or_default();
            let tail = line.rsplit(" - ").next().unwrap_or(line);
            tail.chars().take(200).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_in_a_line() {
        let said = "Generic S3 error: Error performing PUT http://h/b/k in 1ms - Server returned non-2xx status code: \
                    403 Forbidden: <?xml?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
        assert_eq!(short(said), "403 Forbidden: Access Denied");
        assert_eq!(
            short("Generic HTTP error: x - error sending request: connection refused"),
            "error sending request: connection refused"
        );
    }
}
