//! What a set may become, case by case and by changes that nobody chose.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::guidelines::integration_session;

fn my_order() -> (Guideline, PromptSet) {
    let guideline = integration_session();
    let set = PromptSet::of(&guideline, PromptSetId::try_from("my-order").unwrap(), "My order");
    (guideline, set)
}

fn id(name: &str) -> PromptId {
    PromptId::try_from(name).unwrap()
}

fn names(set: &PromptSet) -> Vec<&str> {
    set.sections.iter().map(|section| section.name.as_str()).collect()
}

#[test]
fn a_new_set_is_the_guideline() {
    let (guideline, set) = my_order();
    assert_eq!(set.shown(), guideline.prompts);
    assert!(set.is_in_guideline_order());
    assert_eq!((set.reworded(), set.upstream_changes(&guideline).len()), (0, 0));
}

#[test]
fn a_step_crosses_into_the_next_section() {
    let (_, mut set) = my_order();
    set.step(&id("open"), Direction::Down);
    assert_eq!(set.place_of(&id("open")), Some(PromptPlace { section: 1, index: 0 }));
    assert_eq!(set.shown()[1].section, "Present moment");
    set.step(&id("open"), Direction::Up);
    assert!(set.is_in_guideline_order());
}

#[test]
fn a_prompt_is_put_in_front_of_the_one_that_stands_there() {
    let (_, set) = my_order();
    let last_section =
        |set: &PromptSet| set.sections[4].prompts.iter().map(|placed| placed.id.clone()).collect::<Vec<_>>();
    let [one, two, three, four, five] = &last_section(&set)[..] else { panic!("five in the last section") };
    let check = |moves: &dyn Fn(&mut PromptSet), expected: [&PromptId; 5]| {
        let mut moved = set.clone();
        moves(&mut moved);
        assert!(last_section(&moved).iter().eq(expected), "{:?}", last_section(&moved));
    };
    let place = |index| PromptPlace { section: 4, index };
    check(&|set| set.put(one, place(3)), [two, three, one, four, five]);
    check(&|set| set.put(one, place(5)), [two, three, four, five, one]);
    check(&|set| set.put(four, place(1)), [one, four, two, three, five]);
    check(&|set| set.put(two, place(1)), [one, two, three, four, five]);
    check(&|set| set.step(two, Direction::Down), [one, three, two, four, five]);
    check(&|set| set.step(two, Direction::Up), [two, one, three, four, five]);
    check(&|set| set.put_into(two, 4), [one, three, four, five, two]);
}

#[test]
fn a_set_from_before_there_was_a_basis_gains_what_is_missing() {
    let (guideline, mut set) = my_order();
    set.upstream = Arc::default();
    set.sections[1].prompts.remove(0);
    let twice = set.sections[0].prompts[0].clone();
    set.sections[2].prompts.push(twice);
    set.fit(&guideline);
    assert_eq!(set.order().count(), 16);
    assert_eq!(set.place_of(&id("rather-not")), Some(PromptPlace { section: 1, index: 1 }));
    assert_eq!(*set.upstream, guideline.prompts);
}

#[test]
fn own_words_stand_over_the_guidelines_until_they_are_restored() {
    let (guideline, mut set) = my_order();
    let open = id("open");
    set.reword(&open, WordingEdit::Title("Begin".to_owned()));
    set.reword(&open, WordingEdit::Kind(PromptKind::Offer));
    set.reword(&open, WordingEdit::OnlyIf("they are awake".to_owned()));
    let prompt = set.prompt(&open).unwrap();
    assert_eq!((prompt.title.as_str(), prompt.kind), ("Begin", PromptKind::Offer));
    assert_eq!(prompt.only_if.as_deref(), Some("they are awake"));
    assert_eq!(set.reworded(), 1);
    set.restore_field(&open, Field::Kind);
    assert_eq!(set.prompt(&open).unwrap().kind, PromptKind::Ask);
    set.reword(&open, WordingEdit::Title(guideline.prompts[1].title.clone()));
    assert!(!set.placed(&open).unwrap().wording.has(Field::Title), "the guideline's words are no other words");
    set.restore_wording();
    assert_eq!(set.shown(), guideline.prompts);
}

#[test]
fn a_condition_can_be_taken_away() {
    let (_, mut set) = my_order();
    set.reword(&id("mystical"), WordingEdit::OnlyIf(String::new()));
    assert_eq!(set.prompt(&id("mystical")).unwrap().only_if, None);
    assert!(set.placed(&id("mystical")).unwrap().wording.has(Field::OnlyIf));
}

#[test]
fn own_prompts_are_added_and_deleted_and_those_of_the_guideline_are_not() {
    let (_, mut set) = my_order();
    set.add_own(&id("own-1"), Some(PromptPlace { section: 0, index: 2 }));
    assert_eq!(set.place_of(&id("own-1")), Some(PromptPlace { section: 0, index: 2 }));
    set.reword(&id("own-1"), WordingEdit::Title("Breathe".to_owned()));
    assert_eq!(set.shown()[2].title, "Breathe");
    set.restore_order();
    assert_eq!(
        set.place_of(&id("own-1")),
        Some(PromptPlace { section: 0, index: 2 }),
        "it stays behind the same prompt"
    );
    set.delete_own(&id("open"));
    set.delete_own(&id("own-1"));
    assert_eq!(set.order().count(), 16);
    assert!(set.is_in_guideline_order());
}

#[test]
fn sections_are_renamed_added_moved_and_removed_when_empty() {
    let (guideline, mut set) = my_order();
    set.rename_section(0, "Arriving");
    set.rename_section(1, "  ");
    set.add_section(Some(0), "Silence");
    assert_eq!(names(&set)[..3], ["Arriving", "Silence", "Present moment"]);
    set.remove_section(0);
    assert_eq!(set.sections.len(), 6, "something stands in it");
    set.put_into(&id("open"), 1);
    set.remove_section(1);
    assert_eq!(set.sections.len(), 6);
    set.step_section(1, Direction::Up);
    assert_eq!(names(&set)[..2], ["Silence", "Arriving"]);
    assert_eq!(set.shown()[0].id, id("open"));
    set.restore_order();
    assert_eq!(set.shown(), guideline.prompts);
}

#[test]
fn the_order_of_a_session_is_taken_and_what_it_lacks_stays_beside_its_neighbors() {
    let (_, mut set) = my_order();
    for name in ["felt-sense", "themes", "goals", "deepen"] {
        set.set_hidden(&id(name), true);
    }
    set.add_section(Some(0), "Silence");
    let mut session = set.shown();
    crate::domain::prompts::outline::put(
        &mut session,
        &id("slow-down"),
        crate::domain::prompts::outline::DropTarget { index: 0, beside: 0 },
    );
    set.take_order(&session);
    assert_eq!(set.shown(), session);
    assert_eq!(names(&set), ["Opening", "Silence", "Present moment", "Deepening", "Holding", "Carrying on"]);
    assert_eq!(set.place_of(&id("felt-sense")), Some(PromptPlace { section: 2, index: 1 }));
    assert_eq!(set.sections[3].prompts.len(), 3, "a section of which all is hidden stays where it was");
    let before = set.clone();
    set.take_order(&session);
    assert_eq!(set, before);
}

#[test]
fn what_a_later_guideline_brings_is_taken_or_left_one_by_one() {
    let (mut guideline, mut set) = my_order();
    set.reword(&id("open"), WordingEdit::Title("Begin".to_owned()));
    let before = set.clone();
    guideline.prompts[1].guidance = "Otherwise.".to_owned();
    let gone = guideline.prompts.remove(6);
    let new = Prompt { id: id("breath"), title: "Breathe".to_owned(), ..guideline.prompts[3].clone() };
    guideline.prompts.insert(4, new.clone());
    let upstream_changes = set.upstream_changes(&guideline);
    assert_eq!(set.shown(), before.shown(), "nothing changes unasked");
    let [UpstreamChange::Changed { now, .. }, UpstreamChange::New(found), UpstreamChange::Gone(missing)] =
        &upstream_changes[..]
    else {
        panic!("{upstream_changes:?}")
    };
    assert_eq!((now.guidance.as_str(), found, missing), ("Otherwise.", &new, &gone));
    for one in &upstream_changes {
        let (mut taken, mut left) = (set.clone(), set.clone());
        taken.take(one, &guideline);
        left.leave(one);
        assert_eq!((taken.upstream_changes(&guideline).len(), left.upstream_changes(&guideline).len()), (2, 2));
        assert_eq!(left.shown(), before.shown());
    }
    for one in &upstream_changes {
        set.take(one, &guideline);
    }
    assert_eq!(set.upstream_changes(&guideline), []);
    assert_eq!(*set.upstream, guideline.prompts);
    assert!(set.is_in_guideline_order());
    assert_eq!(set.prompt(&id("open")).unwrap().title, "Begin", "own words stay where the guideline did not change");
    guideline.prompts[1].title = "Open".to_owned();
    set.take(&set.upstream_changes(&guideline)[0], &guideline);
    assert_eq!(set.prompt(&id("open")).unwrap(), guideline.prompts[1], "and give way to the new ones where it did");
    guideline.prompts[4].title = "Breathe out".to_owned();
    let again = set.upstream_changes(&guideline);
    set.leave(&again[0]);
    assert_eq!(set.upstream_changes(&guideline), []);
    guideline.prompts[4].title = "Breathe in".to_owned();
    assert_eq!(set.upstream_changes(&guideline).len(), 1, "what was left is shown once it changes again");
}

/// What can be done to a set, by numbers nobody chose.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    what: u8,
    prompt: usize,
    place: usize,
    words: String,
}

pub(crate) fn deed() -> impl Strategy<Value = Operation> {
    (0..16_u8, 0..24_usize, 0..24_usize, "[a-c é]{0,4}").prop_map(|(what, prompt, place, words)| Operation {
        what,
        prompt,
        place,
        words,
    })
}

pub(crate) fn deeds() -> impl Strategy<Value = Vec<Operation>> {
    prop::collection::vec(deed(), 0..60)
}

impl Operation {
    /// The change that it comes to in a set.
    pub(crate) fn change(&self, set: &PromptSet) -> SetChange {
        let all: Vec<PromptId> = set.order().cloned().collect();
        let (prompt, section) = (all[self.prompt % all.len()].clone(), self.place % (set.sections.len() + 1));
        let words = self.words.clone();
        match self.what {
            0 => SetChange::Step(prompt, Direction::Up),
            1 => SetChange::Step(prompt, Direction::Down),
            2 => SetChange::Put(prompt, PromptPlace { section, index: self.prompt }),
            3 => SetChange::PutInto(prompt, section),
            4 => SetChange::Hide(prompt, self.place.is_multiple_of(2)),
            5 => SetChange::Reword(prompt, WordingEdit::Title(words)),
            6 => SetChange::Reword(prompt, WordingEdit::ExampleWording(vec![words])),
            7 => SetChange::RestoreField(prompt, Field::Title),
            8 => SetChange::RestorePrompt(prompt),
            9 => SetChange::RenameSection(section, words),
            10 => SetChange::AddSection(Some(section), words),
            11 => SetChange::StepSection(section, Direction::Down),
            12 => SetChange::RemoveSection(section),
            13 => {
                let place = (section > 0).then_some(PromptPlace { section, index: self.prompt });
                SetChange::AddOwn(id(&format!("own-{}", set.order().count() + self.place)), place)
            }
            14 => {
                let mut session = set.shown();
                session.sort_by_key(|prompt| prompt.title.len() % (self.place + 1));
                SetChange::TakeOrder(session)
            }
            _ => SetChange::RestoreOrder,
        }
    }

    pub(crate) fn do_to(&self, set: &mut PromptSet) {
        set.make(self.change(set), &integration_session());
    }
}

proptest! {
    #[test]
    fn whatever_is_done_the_set_is_a_permutation_of_its_prompts(deeds in deeds()) {
        let (guideline, mut set) = my_order();
        let mut own = BTreeSet::new();
        for deed in deeds {
            let before: BTreeSet<PromptId> = set.order().cloned().collect();
            deed.do_to(&mut set);
            let after: BTreeSet<PromptId> = set.order().cloned().collect();
            prop_assert!(before.is_subset(&after), "nothing is lost");
            own.extend(after.difference(&before).cloned());
            let mut fitted = set.clone();
            fitted.fit(&guideline);
            prop_assert!(fitted == set, "nothing is there twice, nothing is missing");
        }
        let expected: BTreeSet<PromptId> =
            guideline.prompts.iter().map(|prompt| prompt.id.clone()).chain(own.iter().cloned()).collect();
        prop_assert_eq!(set.order().cloned().collect::<BTreeSet<_>>(), expected);

        for own in &own {
            set.delete_own(own);
        }
        for prompt in &guideline.prompts {
            set.set_hidden(&prompt.id, false);
        }
        set.restore_wording();
        set.restore_order();
        prop_assert!(set.shown() == guideline.prompts);
    }
}
