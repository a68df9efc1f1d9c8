//! One kind of line break in every text of a guideline, and in the therapist's own words for it.

use super::guideline::Guideline;
use super::prompt_sets::PromptSets;
use super::wording::Wording;
use crate::domain::line_breaks::normalize;

/// Every text of a guideline has one kind of line break afterwards.
pub(crate) fn normalize_guideline(guideline: &mut Guideline) {
    normalize(&mut guideline.title);
    normalize(&mut guideline.source);
    for prompt in &mut guideline.prompts {
        [&mut prompt.title, &mut prompt.section, &mut prompt.guidance].into_iter().for_each(normalize);
        prompt.only_if.iter_mut().chain(&mut prompt.example_wording).for_each(normalize);
    }
}

/// The same for every text of the therapist's own in their prompt sets.
pub(crate) fn normalize_prompt_sets(prompt_sets: &mut PromptSets) {
    prompt_sets.guidelines.iter_mut().for_each(normalize_guideline);
    for set in &mut prompt_sets.sets {
        normalize(&mut set.name);
        for section in &mut set.sections {
            normalize(&mut section.name);
            section.prompts.iter_mut().for_each(|placed| normalize_wording(&mut placed.wording));
        }
    }
}

fn normalize_wording(wording: &mut Wording) {
    let Wording { title, kind: _, guidance, example_wording, only_if, unknown: _ } = wording;
    [title, guidance, only_if].into_iter().flatten().for_each(normalize);
    example_wording.iter_mut().flatten().for_each(normalize);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;

    const MENDED: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight";

    const BROKEN: &str = "one\r\ntwo\u{b}three\u{c}four\u{85}five\u{2028}six\u{2029}seven\reight";

    #[test]
    fn the_therapists_own_words_have_one_kind_of_line_break() {
        let mut guideline = integration_session();
        guideline.prompts[0].guidance = BROKEN.to_owned();
        let mut prompt_sets = PromptSets::first(&guideline);
        let set = &mut prompt_sets.sets[0];
        (set.name, set.sections[0].name) = (BROKEN.to_owned(), BROKEN.to_owned());
        let words = || Some(BROKEN.to_owned());
        let example_wording = Some(vec![BROKEN.to_owned()]);
        set.sections[0].prompts[0].wording =
            Wording { title: words(), guidance: words(), only_if: words(), example_wording, ..Wording::default() };
        prompt_sets.guidelines = vec![guideline];
        normalize_prompt_sets(&mut prompt_sets);
        let set = &prompt_sets.sets[0];
        let wording = &set.sections[0].prompts[0].wording;
        let example = wording.example_wording.as_ref().map(|example| &example[0]);
        let owned = [&wording.title, &wording.guidance, &wording.only_if].map(Option::as_ref);
        let guidance = Some(&prompt_sets.guidelines[0].prompts[0].guidance);
        for text in owned.into_iter().chain([Some(&set.name), Some(&set.sections[0].name), example, guidance]) {
            assert_eq!(text.map(String::as_str), Some(MENDED));
        }
    }

    #[test]
    fn a_guideline_has_one_kind_of_line_break() {
        let mut guideline = integration_session();
        let with = |text: &mut String| *text = format!("{text}\r\nmore");
        let prompt = &mut guideline.prompts[0];
        [&mut prompt.title, &mut prompt.section, &mut prompt.guidance].into_iter().for_each(with);
        prompt.only_if = Some("a\rb".to_owned());
        prompt.example_wording = vec!["a\u{85}b".to_owned()];
        [&mut guideline.title, &mut guideline.source].into_iter().for_each(with);
        normalize_guideline(&mut guideline);
        let prompt = &guideline.prompts[0];
        assert!(
            [&guideline.title, &guideline.source, &prompt.title, &prompt.section, &prompt.guidance]
                .into_iter()
                .all(|text| text.ends_with("\nmore") && !text.contains('\r'))
        );
        assert_eq!((prompt.only_if.as_deref(), &*prompt.example_wording), (Some("a\nb"), &["a\nb".to_owned()][..]));
    }
}
