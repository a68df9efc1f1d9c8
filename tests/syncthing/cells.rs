//! What each device does in one notes folder, and what has to be there afterwards on every device.

use std::collections::BTreeMap;

use crate::actions::{BINNED, DEVICES, ONE, TWO, begun_by, line_of, typed};
use crate::orders::{Action, DeviceReport, Page};

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

    /// The same once more, in a folder of its own.
    pub(crate) fn again(self, time: usize) -> Self {
        Self { name: format!("{}-{time}", self.name), ..self }
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
    pub(crate) fn faults(&self, report: &DeviceReport) -> Vec<String> {
        let mut faults = report.unsound.clone();
        faults.extend(self.faults_of_words(report));
        faults.extend(self.faults_of_form(report));
        faults.extend(self.faults_of_actions(&report.sessions));
        if !report.was_shown {
            faults.push("the app showed something else before it was started again".to_owned());
        }
        faults
    }

    /// Every line that was there before, with its session.
    fn before() -> Vec<(String, String)> {
        let lines = DEVICES.map(line_of).into_iter().chain(["one stays".to_owned(), "one came later".to_owned()]);
        lines.map(|line| (ONE.to_owned(), line)).chain([(BINNED.to_owned(), "binned stays".to_owned())]).collect()
    }

    fn faults_of_words(&self, report: &DeviceReport) -> Vec<String> {
        let texts_of = |id: &str| report.sessions.get(id).map(|page| page.texts.as_slice()).unwrap_or_default();
        let set_aside = |id: &str| report.set_aside.get(id).map(Vec::as_slice).unwrap_or_default();
        let untouched = vec![(TWO.to_owned(), "two stays".to_owned())];
        let mut faults = lost("written", self.written(), |id, words| texts_of(id).contains(words));
        faults.extend(lost("untouched", untouched, |id, words| texts_of(id).contains(words)));
        // What was there before is in its session, an earlier version of it, or the trash.
        if !self.has(Action::TrashAndEmpty) {
            let is_there = |id: &str, words: &String| texts_of(id).contains(words) || set_aside(id).contains(words);
            faults.extend(lost("of before", Self::before(), is_there));
        }
        for (id, page) in &report.sessions {
            for (index, words) in page.texts.iter().enumerate() {
                if page.texts[..index].contains(words) {
                    faults.push(format!("twice: {words:?} in {id}"));
                }
            }
        }
        faults
    }

    fn faults_of_form(&self, report: &DeviceReport) -> Vec<String> {
        let mut faults = Vec::new();
        let in_other_form = if report.is_sealed { &report.plain } else { &report.sealed };
        let form = if report.is_sealed { "sealed" } else { "plain" };
        faults.extend(in_other_form.iter().map(|path| format!("in notes that are {form}: {path}")));
        let copies = report.plain.iter().chain(&report.sealed).filter(|path| path.contains(".sync-conflict-"));
        faults.extend(copies.map(|path| format!("left beside: {path}")));
        if report.is_sealed && report.opened_by.is_empty() {
            faults.push("nobody has a passphrase that opens the notes".to_owned());
        }
        if report.is_sealed && !report.is_recoverable {
            faults.push("no recovery code opens the notes".to_owned());
        }
        // Where one makes them plain while another changes the keys, either is right.
        let expected = match (self.has(Action::MakePlain), self.has_changes_of_keys()) {
            (true, 1) => Some(false),
            (true, _) => None,
            (false, _) => Some(true),
        };
        if expected.is_some_and(|is_sealed| is_sealed != report.is_sealed) {
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

/// The lines that are not there, as one fault for each session.
fn lost(what: &str, lines: Vec<(String, String)>, is_there: impl Fn(&str, &String) -> bool) -> Vec<String> {
    let mut by_session = BTreeMap::<String, Vec<String>>::new();
    for (id, words) in lines {
        by_session.entry(id).or_default().push(words);
    }
    let fault = |(id, all): (String, Vec<String>)| {
        let lost: Vec<_> = all.iter().filter(|words| !is_there(&id, words)).collect();
        let first = lost.first()?;
        Some(format!("lost, {what}: {} of {} lines in {id}, the first is {first:?}", lost.len(), all.len()))
    };
    by_session.into_iter().filter_map(fault).collect()
}
