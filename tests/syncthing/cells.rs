//! What each device does in one notes folder, and what has to be there afterwards on every device.

use std::collections::BTreeMap;

use crate::actions::{BINNED, DEVICES, ONE, TWO, begun_by, line_of, typed};
use crate::orders::{Action, Page, Told};

/// One notes folder, and what is done with it.
pub(crate) struct Cell {
    /// The folder's name.
    pub(crate) name: String,
    /// What each device does with it, the first one first.
    pub(crate) doings: Vec<Doing>,
}

/// What a device does while the others do something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    Acts(Action),
    /// It types so many lines.
    Types(u32),
}

impl Cell {
    pub(crate) fn new(doings: &[Doing]) -> Self {
        let names = doings.iter().map(|doing| match doing {
            Doing::Acts(action) => format!("{action:?}"),
            Doing::Types(_) => "Type".to_owned(),
        });
        Self { name: names.collect::<Vec<_>>().join("-"), doings: doings.to_vec() }
    }

    /// Every device acts.
    pub(crate) fn of(actions: &[Action]) -> Self {
        Self::new(&actions.iter().map(|action| Doing::Acts(*action)).collect::<Vec<_>>())
    }

    /// Whether the notes are sealed to begin with: where somebody seals them they are not.
    pub(crate) fn begins_sealed(&self) -> bool {
        !self.has(Action::Seal)
    }

    fn has(&self, action: Action) -> bool {
        self.doings.contains(&Doing::Acts(action))
    }

    fn has_changes_of_keys(&self) -> usize {
        self.doings.iter().filter(|doing| matches!(doing, Doing::Acts(action) if action.is_of_keys())).count()
    }

    /// Every line that somebody wrote, with its session.
    pub(crate) fn written(&self) -> Vec<(String, String)> {
        let by = |(doing, device): (&Doing, &&str)| match doing {
            Doing::Acts(Action::Write) => vec![
                (ONE.to_owned(), format!("{}, and went on", line_of(device))),
                (ONE.to_owned(), format!("{device} added")),
                (begun_by(device), format!("{device} began another")),
            ],
            Doing::Acts(_) => Vec::new(),
            Doing::Types(lines) => (1..=*lines).map(|number| (ONE.to_owned(), typed(device, number))).collect(),
        };
        self.doings.iter().zip(&DEVICES).flat_map(by).collect()
    }

    /// What is wrong at one device after all have joined.
    pub(crate) fn faults(&self, told: &Told) -> Vec<String> {
        let mut faults = told.unsound.clone();
        faults.extend(self.faults_of_words(told));
        faults.extend(self.faults_of_form(told));
        faults.extend(self.faults_of_actions(&told.sessions));
        faults
    }

    fn faults_of_words(&self, told: &Told) -> Vec<String> {
        let texts_of = |id: &str| told.sessions.get(id).map(|page| page.texts.as_slice()).unwrap_or_default();
        let mut faults = Vec::new();
        for (id, words) in self.written() {
            if !texts_of(&id).contains(&words) {
                faults.push(format!("lost: {words:?} in {id}"));
            }
        }
        if !texts_of(TWO).contains(&"two stays".to_owned()) {
            faults.push("lost: what nobody touched".to_owned());
        }
        // What was there before is in its session, an earlier version of it, or the trash.
        if !self.has(Action::TrashAndEmpty) {
            let before = [(ONE, "one stays".to_owned()), (ONE, "one came later".to_owned())];
            let lines = DEVICES.iter().map(|device| (ONE, line_of(device)));
            let all = before.into_iter().chain(lines).chain([(BINNED, "binned stays".to_owned())]);
            for (id, words) in all {
                let set_aside = told.set_aside.get(id).map(Vec::as_slice).unwrap_or_default();
                if !texts_of(id).contains(&words) && !set_aside.contains(&words) {
                    faults.push(format!("lost: {words:?} of before in {id}"));
                }
            }
        }
        for (id, page) in &told.sessions {
            for (index, words) in page.texts.iter().enumerate() {
                if page.texts[..index].contains(words) {
                    faults.push(format!("twice: {words:?} in {id}"));
                }
            }
        }
        faults
    }

    fn faults_of_form(&self, told: &Told) -> Vec<String> {
        let mut faults = Vec::new();
        let in_other_form = if told.is_sealed { &told.plain } else { &told.sealed };
        let form = if told.is_sealed { "sealed" } else { "plain" };
        faults.extend(in_other_form.iter().map(|path| format!("in notes that are {form}: {path}")));
        if told.is_sealed && told.opened_by.is_empty() {
            faults.push("nobody has a passphrase that opens the notes".to_owned());
        }
        // Where one makes them plain while another changes the keys, either is right.
        let expected = match (self.has(Action::MakePlain), self.has_changes_of_keys()) {
            (true, 1) => Some(false),
            (true, _) => None,
            (false, _) => Some(true),
        };
        if expected.is_some_and(|is_sealed| is_sealed != told.is_sealed) {
            faults.push(format!("the notes are {form}"));
        }
        faults
    }

    fn faults_of_actions(&self, sessions: &BTreeMap<String, Page>) -> Vec<String> {
        let mut faults = Vec::new();
        let (one, two) = (sessions.get(ONE), sessions.get(TWO));
        if self.has(Action::Finalize) && one.is_some_and(|one| !one.is_frozen) {
            faults.push("what was finalized is not, or not as it was".to_owned());
        }
        if self.has(Action::RenameClient) && two.is_some_and(|two| !two.client.starts_with("R-")) {
            faults.push("the client has the name of before".to_owned());
        }
        faults
    }
}
