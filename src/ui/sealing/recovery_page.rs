//! A page with the recovery code, to be printed: HTML of its own, that any browser opens.
//!
//! Must not know where it is written.

use zeroize::Zeroizing;

use crate::domain::recovery_code::{RecoveryCode, RecoveryPage};
use crate::ui::text::sealing as text;

/// The page without its words, whose places are named in it.
const TEMPLATE: &str = include_str!("../../../assets/recovery-page.html");

/// Room for the page: what grows leaves copies of itself behind.
const CAPACITY: usize = 16 * 1024;

/// The page with a code.
pub(crate) fn page(code: &RecoveryCode) -> RecoveryPage {
    let mut html = Zeroizing::new(String::with_capacity(CAPACITY));
    let mut parts = TEMPLATE.split("[[");
    html.push_str(parts.next().unwrap_or_default());
    for (place, after) in parts.filter_map(|part| part.split_once("]]")) {
        match place {
            "code" => html.push_str(&code.printed()),
            "use" => html.push_str(&text::page_use(text::forgot_passphrase())),
            _ => html.push_str(words(place)),
        }
        html.push_str(after);
    }
    RecoveryPage::of(html)
}

/// The words in a place of the page.
fn words(place: &str) -> &'static str {
    match place {
        "language" => text::page_language(),
        "title" => text::page_title(),
        "heading" => text::page_heading(),
        "purpose" => text::page_purpose(),
        "care" => text::page_care(),
        "blanks" => text::page_blanks(),
        "deletion" => text::page_deletion(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recovery_code::BYTES;

    #[test]
    fn the_page_has_the_code_and_says_how_it_is_used() {
        let code = RecoveryCode::of(&[3; BYTES]);
        let page = page(&code);
        let html = std::str::from_utf8(page.bytes()).unwrap();
        assert!(html.contains(code.printed().as_str()));
        assert!(html.contains("choose <em>Forgot the passphrase?</em>, type the code"));
        assert!(html.len() < CAPACITY, "it never grew");
    }

    #[test]
    fn every_place_of_the_page_has_words() {
        let places = TEMPLATE.split("[[").skip(1).map(|part| part.split_once("]]").unwrap().0);
        for place in places.filter(|place| !["code", "use"].contains(place)) {
            assert!(!words(place).is_empty(), "{place}");
        }
    }
}
