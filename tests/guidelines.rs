//! Every guideline in `guidelines/` can be read, and the one that is shipped covers its source.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::collections::HashSet;
use std::path::Path;

use holdspace::domain::prompts::guideline::{Guideline, PromptKind};
use holdspace::guidelines::integration_session;
use holdspace::storage::format::{read_guideline, write_guideline};

fn check_sound(guideline: &Guideline) {
    let mut seen = HashSet::new();
    assert!(!guideline.title.is_empty() && !guideline.source.is_empty());
    for prompt in &guideline.prompts {
        assert!(seen.insert(&prompt.id), "{} stands twice", prompt.id);
        let words = [&prompt.title, &prompt.guidance, &prompt.section];
        assert!(words.iter().all(|text| !text.trim().is_empty()), "{} has an empty field", prompt.id);
        assert!((1..=3).contains(&prompt.example_wording.len()), "{} has one to three examples", prompt.id);
    }
}

#[test]
fn every_file_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("guidelines");
    let mut count = 0;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if !is_json || path.ends_with("guideline.schema.json") {
            continue;
        }
        let guideline = read_guideline(&std::fs::read(&path).unwrap()).unwrap();
        assert!(guideline.unknown.is_empty(), "{} has fields that nobody reads", path.display());
        check_sound(&guideline);
        count += 1;
    }
    assert!(count >= 1);
}

#[test]
fn each_of_the_sixteen_paragraphs_is_covered_once_and_in_order() {
    let paragraphs: Vec<u32> = integration_session().prompts.iter().filter_map(|prompt| prompt.paragraph).collect();
    assert_eq!(paragraphs, (1..=16).collect::<Vec<_>>());
    assert_eq!(integration_session().prompts.len(), 16);
}

#[test]
fn what_does_not_always_fit_says_when_it_does() {
    let conditions: Vec<(u32, String)> = integration_session()
        .prompts
        .into_iter()
        .filter_map(|prompt| Some((prompt.paragraph?, prompt.only_if?)))
        .collect();
    let expected = [
        (3, "they would rather not go into it"),
        (9, "there is distress or confusion"),
        (11, "something mystical came up"),
        (16, "they don’t feel better"),
    ];
    assert_eq!(conditions, expected.map(|(paragraph, condition)| (paragraph, condition.to_owned())));
}

#[test]
fn the_stance_comes_first_and_the_sections_in_their_order() {
    let guideline = integration_session();
    assert_eq!(guideline.prompts[0].kind, PromptKind::Me);
    assert_eq!(guideline.sections(), ["Opening", "Present moment", "Deepening", "Holding", "Carrying on"]);
}

/// A glance is enough: guidance of at most four lines beside the notes, a title of one.
#[test]
fn a_prompt_is_read_at_a_glance() {
    for prompt in integration_session().prompts {
        assert!(prompt.title.chars().count() <= 36, "{}", prompt.title);
        assert!(prompt.guidance.chars().count() <= 250, "{}: {}", prompt.title, prompt.guidance.chars().count());
    }
}

#[test]
fn a_guideline_is_written_as_it_was_read() {
    let guideline = integration_session();
    assert_eq!(read_guideline(&write_guideline(&guideline)).unwrap(), guideline);
}
