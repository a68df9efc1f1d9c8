//! Unicode's own test files, as Debian has them: in which order a line is seen, what a character is, and what a word.

#![allow(clippy::print_stdout, reason = "how many lines pass is what it is for")]

use std::ops::Range;

use unicode_bidi::Level;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;
use crate::ui::kit::page::PageText;
use crate::ui::kit::page::motion::{MotionWay, by_character, word_at};
use crate::ui::kit::page::order::{Directions, seen};
use crate::ui::kit::page::pieces::{Content, cut};

fn tests_of(name: &str) -> Vec<String> {
    let path = format!("/usr/share/unicode/{name}");
    let file =
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}, which script/test installs: {error}"));
    let lines = file.lines().map(|line| line.split('#').next().unwrap().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

fn character(hex: &str) -> Option<char> {
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

/// A text of one line, whatever is in it.
struct OneLine(String);

impl PageText for OneLine {
    fn revision(&self) -> u64 {
        0
    }

    fn line_count(&self) -> usize {
        1
    }

    fn line(&self, _: usize) -> &str {
        &self.0
    }

    fn replace(&mut self, _: Range<Place>, _: &str, _: Place, _: PageEdit) -> bool {
        false
    }
}

/// The characters of a line in the order in which they are seen, by their bytes.
fn seen_order(line: &str, directions: &Directions) -> Vec<usize> {
    let mut pieces = cut(line, 0..line.len(), directions, &[]);
    let end = pieces.iter().rposition(|piece| piece.content == Content::Words).map_or(0, |last| last + 1);
    pieces[end..].iter_mut().for_each(|piece| piece.level = directions.base());
    let levels: Vec<u8> = pieces.iter().map(|piece| piece.level).collect();
    let mut order = Vec::new();
    for piece in seen(&levels).into_iter().map(|index| &pieces[index]) {
        let mut bytes: Vec<usize> =
            line[piece.range.clone()].char_indices().map(|(at, _)| piece.range.start + at).collect();
        if piece.level % 2 == 1 {
            bytes.reverse();
        }
        order.extend(bytes);
    }
    order
}

#[test]
fn every_line_of_unicodes_test_of_directions_is_seen_in_its_order() {
    let mut passed = 0;
    for test in tests_of("BidiCharacterTest.txt") {
        let fields: Vec<&str> = test.split(';').collect();
        let [characters, direction, base, levels, order] = fields[..] else { panic!("{test}") };
        let Some(characters) = characters.split(' ').map(character).collect::<Option<Vec<char>>>() else { continue };
        if characters.contains(&'\u{2029}') {
            continue;
        }
        let line: String = characters.iter().collect();
        let bytes: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
        let directions = match direction {
            "0" => Directions::in_direction(&line, Some(Level::ltr())),
            "1" => Directions::in_direction(&line, Some(Level::rtl())),
            _ => Directions::of(&line),
        };
        assert_eq!(directions.base().to_string(), base, "{test}");
        let removed: Vec<bool> = levels.split(' ').map(|level| level == "x").collect();
        let ours: Vec<usize> = seen_order(&line, &directions)
            .into_iter()
            .map(|byte| bytes.iter().position(|other| *other == byte).unwrap())
            .filter(|index| !removed[*index])
            .collect();
        let theirs: Vec<usize> = order.split(' ').filter_map(|index| index.parse().ok()).collect();
        assert_eq!(ours, theirs, "{test}");
        passed += 1;
    }
    println!("figure: Unicode's BidiCharacterTest: {passed} lines are seen in their order");
    assert!(passed > 20_000, "{passed}");
}

/// Debian's files are of Unicode 15. Since then this character is no emoji any more.
const CHANGED_SINCE: char = '\u{2701}';

/// A test of breaks: the text, and the bytes at which it breaks.
fn text_and_breaks(line: &str) -> Option<(String, Vec<usize>)> {
    let (mut text, mut breaks) = (String::new(), Vec::new());
    for token in line.split_whitespace() {
        match token {
            "÷" => breaks.push(text.len()),
            "×" => {}
            hex => text.push(character(hex)?),
        }
    }
    Some((text, breaks))
}

#[test]
fn every_line_of_unicodes_test_of_characters_is_stepped_over_as_it_says() {
    let mut passed = 0;
    for (text, breaks) in tests_of("auxiliary/GraphemeBreakTest.txt").iter().filter_map(|test| text_and_breaks(test)) {
        if text.contains(CHANGED_SINCE) {
            continue;
        }
        let page = OneLine(text);
        let mut on = vec![0];
        while on.last() != Some(&page.0.len()) {
            on.push(by_character(&page, Place::new(0, *on.last().unwrap()), MotionWay::On).byte);
        }
        let mut back = vec![page.0.len()];
        while back.last() != Some(&0) {
            back.push(by_character(&page, Place::new(0, *back.last().unwrap()), MotionWay::Back).byte);
        }
        back.reverse();
        assert_eq!([&on, &back], [&breaks, &breaks], "{:?}", page.0);
        passed += 1;
    }
    println!("figure: Unicode's GraphemeBreakTest: {passed} lines are stepped over as it says, on and back");
    assert!(passed > 500, "{passed}");
}

#[test]
fn every_word_of_unicodes_test_of_words_is_taken_whole() {
    let mut passed = 0;
    for (text, breaks) in tests_of("auxiliary/WordBreakTest.txt").iter().filter_map(|test| text_and_breaks(test)) {
        for bounds in breaks.windows(2) {
            let word = &text[bounds[0]..bounds[1]];
            // Spaces are taken by the run.
            if word.starts_with(char::is_whitespace) || !text.split_word_bounds().any(|other| other == word) {
                continue;
            }
            let at = word_at(&text, bounds[0]);
            assert_eq!(&text[at], word, "{text:?}");
            passed += 1;
        }
    }
    println!("figure: Unicode's WordBreakTest: {passed} words are taken whole by a double click");
    assert!(passed > 3000, "{passed}");
}
