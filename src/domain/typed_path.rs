//! A path as people type or paste it: with `~`, in quotes, or as the `file://` address that a desktop gives.
//!
//! Must not know whether there is such a file.

use std::path::{Path, PathBuf};

/// The path that is meant by what was typed; `home` is what `~` stands for.
pub fn typed_path(typed: &Path, home: Option<&Path>) -> PathBuf {
    // What is no text was chosen, and not typed.
    let Some(text) = typed.to_str() else { return typed.to_owned() };
    let text = without_quotes(text.trim());
    if let Some(address) = text.strip_prefix("file://") {
        return of_address(address);
    }
    match (text.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => home.join(&rest[1..]),
        _ => PathBuf::from(text),
    }
}

/// Without a pair of quotes around it, as a shell or a file manager writes it.
fn without_quotes(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// The path of an address behind its `file://`: it may name this computer, and some of its characters are numbers.
fn of_address(address: &str) -> PathBuf {
    let path = address.strip_prefix("localhost").unwrap_or(address);
    let path = decoded(path);
    // `/C:/notes` is a path on a drive.
    let is_drive = path.as_bytes().get(2) == Some(&b':') && path.starts_with('/');
    PathBuf::from(if is_drive { &path[1..] } else { &path })
}

/// Each `%20` as the byte it stands for; what is no text then stays as it was.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            found.push(byte);
            at += 3;
        } else {
            found.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(found).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_meant_however_it_was_typed() {
        let meant = |typed: &str| typed_path(Path::new(typed), Some(Path::new("/home/ana")));
        for (typed, path) in [
            ("  /elsewhere/set.json ", "/elsewhere/set.json"),
            ("~", "/home/ana"),
            ("~/set.json", "/home/ana/set.json"),
            ("~bert/set.json", "~bert/set.json"),
            ("\"/elsewhere/my set.json\"", "/elsewhere/my set.json"),
            ("'~/set.json'", "/home/ana/set.json"),
            ("file:///elsewhere/my%20set.json", "/elsewhere/my set.json"),
            ("file://localhost/elsewhere/%C3%A4.json", "/elsewhere/ä.json"),
            ("file:///C:/sets/evening.json", "C:/sets/evening.json"),
            ("/elsewhere/100%.json", "/elsewhere/100%.json"),
            ("file:///elsewhere/100%.json", "/elsewhere/100%.json"),
            ("file:///elsewhere/%FF.json", "/elsewhere/%FF.json"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(meant(typed), Path::new(path), "{typed}");
        }
        assert_eq!(typed_path(Path::new("~/set.json"), None), Path::new("~/set.json"));
    }
}
