//! One case: an attack on a fresh copy of the notes, what the owner does, and what came of it.

mod judging;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use holdspace::domain::id::SessionId;
use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::Request;

use crate::lane::Lane;
use crate::support::adversary::attack::{Attack, Doing, Time};
use crate::support::adversary::library::{CLIENTS, TRASHED_WORDS, TYPED, codes, passphrases};
use crate::support::adversary::opened::Opened;
use crate::support::adversary::outside::Outside;
use crate::support::adversary::owner::Owner;
use crate::support::adversary::peer::{Peer, Places};
use crate::support::adversary::prints::sessions_in;
use crate::support::folder::{everything_in, put, read};
use crate::verdict::{Fault, Verdict, lost};

/// The words that are typed have the numbers from here on.
const FIRST_TYPED: u16 = 300;

/// The longest that the peer watches for files to change.
const WATCHED: Duration = Duration::from_millis(100);

/// Runs an attack; returns what came of it, and how many of its steps came to nothing.
pub(crate) fn run(lane: &mut Lane, attack: &Attack) -> (Vec<Fault>, usize) {
    lane.reset(attack.time != Time::DuringSealing);
    let mut case = Case::new(lane, attack);
    case.lives_through();
    let in_vain = case.peer.done.in_vain;
    case.ends();
    (case.faults, in_vain)
}

struct Case<'a> {
    lane: &'a mut Lane,
    attack: &'a Attack,
    folders: Folders,
    places: Places,
    peer: Peer,
    outside: Outside,
    owner: Option<Owner>,
    passphrase: Passphrase,
    typed: u16,
    /// The words that have to be there in the end.
    demanded: BTreeSet<u16>,
    /// The sessions that the peer did not touch, with their words.
    untouched: BTreeMap<String, BTreeSet<u16>>,
    faults: Vec<Fault>,
}

impl<'a> Case<'a> {
    fn new(lane: &'a mut Lane, attack: &'a Attack) -> Self {
        let (folders, places) = (lane.folders(), lane.places());
        let peer = Peer::new(&places);
        let outside = Outside::look(&places.outside);
        let [first, second, _] = passphrases();
        let passphrase = if attack.time == Time::DuringSealing { first } else { second };
        Self {
            lane,
            attack,
            folders,
            places,
            peer,
            outside,
            owner: None,
            passphrase,
            typed: FIRST_TYPED,
            demanded: BTreeSet::new(),
            untouched: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// The attack at its time, and what the owner does then.
    fn lives_through(&mut self) {
        if self.attack.time == Time::BeforeStart {
            self.is_attacked();
        }
        self.starts();
        if self.attack.time == Time::WhileLocked {
            self.is_attacked();
        }
        self.opens();
        match self.attack.time {
            Time::BeforeStart | Time::WhileLocked => {}
            Time::WhileOpen => self.is_attacked_while_typing(),
            Time::BetweenLockAndUnlock => {
                self.types_and_saves(true);
                self.locks();
                self.is_attacked();
                self.opens();
            }
            Time::DuringSealing => {
                let code = codes()[0].clone();
                self.is_attacked_during(SealingRequest::Seal { passphrase: self.passphrase.clone(), code });
            }
            Time::DuringRotation => {
                let code = codes()[2].clone();
                self.is_attacked_during(SealingRequest::RotateKey { passphrase: self.passphrase.clone(), code });
            }
            Time::DuringMakingPlain => self.is_attacked_during(SealingRequest::Unseal(self.passphrase.clone())),
        }
        for doing in &self.attack.then {
            self.owner().looks_around();
            if self.opens() {
                self.does(*doing);
            }
        }
        self.closes();
    }

    fn owner(&mut self) -> &mut Owner {
        self.owner.as_mut().unwrap()
    }

    fn starts(&mut self) {
        self.owner = Some(Owner::start(&self.folders));
    }

    fn opens(&mut self) -> bool {
        let passphrase = self.passphrase.clone();
        self.owner().opens(&passphrase)
    }

    /// Everything that can be opened now, by whoever has the words that open it.
    fn opened(&mut self) -> Opened {
        self.lane.reader.open(&[&self.folders.data, &self.folders.state, &self.places.aside])
    }

    /// The peer acts. What is left of the words afterwards has to stay.
    fn is_attacked(&mut self) {
        let before = self.opened();
        let sessions = sessions_in(&self.folders.data);
        for step in &self.attack.steps {
            self.peer.carry_out(step);
        }
        let after = self.opened();
        self.demanded = after.words();
        let is_concurrent = self.attack.time.is_concurrent();
        let is_harmed = |path: &Path| {
            let is_sealed = path.extension().is_some_and(|extension| extension == "age");
            let plain = if is_sealed { path.with_extension("") } else { path.to_owned() };
            self.peer.done.harmed.iter().any(|harmed| plain.starts_with(harmed))
        };
        if is_concurrent {
            // Of these nobody can say whether the program or the peer was first.
            let is_safe = |word: &u16| {
                let mut holding = before.files.iter().filter(|(_, words)| words.contains(word));
                holding.any(|(path, _)| !is_harmed(path))
            };
            self.demanded.retain(is_safe);
        }
        let notes = if self.places.aside.exists() { &self.places.aside } else { &self.folders.data };
        let now = sessions_in(notes);
        let is_untouched = |name: &str, path: &Path| {
            if is_concurrent { !is_harmed(path) } else { now.get(name) == sessions.get(name) }
        };
        for (name, (within, _)) in &sessions {
            let path = self.folders.data.join(within);
            let words = before.files.iter().find(|(file, _)| *file == path).map(|(_, words)| words.clone());
            if let Some(words) = words.filter(|_| is_untouched(name, &path)) {
                self.untouched.insert(name.clone(), words);
            }
        }
    }

    /// The peer acts while a word was typed and not written yet.
    fn is_attacked_while_typing(&mut self) {
        self.types_and_saves(true);
        let typed = self.typed;
        self.typed += 2;
        self.owner().types(TYPED, typed);
        self.is_attacked();
        self.owner().looks_around();
        if self.opens() {
            self.owner().types(TYPED, typed + 1);
            if self.owner().saves(TYPED) {
                let shown = self.owner().words_shown();
                self.demanded.extend(shown);
            }
        }
    }

    /// The peer acts as soon as so many files have changed.
    fn is_attacked_during(&mut self, request: impl Into<Request>) {
        let count = self.attack.steps.first().map_or(0, |step| step.number as usize % 8);
        let look = |path: PathBuf| Some((path.symlink_metadata().ok()?.modified().ok()?, path));
        let looks = |folder: &Path| -> BTreeSet<_> { everything_in(folder).into_iter().filter_map(look).collect() };
        let before = looks(&self.folders.data);
        if !self.owner().is_open() {
            return self.is_attacked();
        }
        self.owner().send(request);
        let begun = Instant::now();
        while looks(&self.folders.data).difference(&before).count() < count && begun.elapsed() < WATCHED {
            std::thread::yield_now();
        }
        self.is_attacked();
        self.owner().settles();
    }

    fn types_and_saves(&mut self, is_before: bool) {
        let typed = self.typed;
        self.typed += 1;
        self.owner().types(TYPED, typed);
        if self.owner().saves(TYPED) && !is_before {
            let shown = self.owner().words_shown();
            self.demanded.extend(shown);
        }
    }

    fn locks(&mut self) {
        self.owner().requests(Request::Lock(None), |seen| seen.is_locked);
    }

    fn does(&mut self, doing: Doing) {
        let current = self.passphrase.clone();
        match doing {
            Doing::TypeAndSave => self.types_and_saves(false),
            Doing::LockAndUnlock => {
                self.locks();
                self.opens();
            }
            Doing::Rotate => {
                let code = codes()[2].clone();
                let rotates = SealingRequest::RotateKey { passphrase: current, code };
                self.owner().requests(rotates, |seen| seen.sealing != Some(Sealing::Sealed));
                self.owner().settles();
            }
            Doing::ChangePassphrase => {
                let new = passphrases()[2].clone();
                let before = self.owner().seen.passphrases_changed;
                let changes = SealingRequest::ChangePassphrase { now: current, new: new.clone() };
                if self.owner().requests(changes, |seen| seen.passphrases_changed > before) {
                    self.passphrase = new;
                }
            }
            Doing::EmptyTrash => self.empties_trash(),
            Doing::Restore => self.restores(),
            Doing::RenameClient => {
                let renaming = Renaming::of_client(CLIENTS[0], CLIENTS[1]).unwrap();
                self.owner().requests(LibraryRequest::Rename(Box::new(renaming), None), |_| false);
            }
            Doing::Restart => {
                self.closes();
                self.starts();
                self.opens();
            }
            Doing::MakePlain => {
                self.owner().requests(SealingRequest::Unseal(current), |seen| seen.sealing == Some(Sealing::NotSealed));
                self.owner().settles();
            }
        }
    }

    /// What is in the trash goes on purpose, with its earlier versions.
    fn empties_trash(&mut self) {
        let opened = self.opened();
        let there = sessions_in(&self.folders.data);
        let (trash, history) = (self.folders.data.join("trash"), self.folders.data.join("history"));
        let goes = |path: &Path| {
            let of = path.strip_prefix(&history).ok().and_then(|within| within.iter().next()?.to_str());
            path.starts_with(&trash) || of.is_some_and(|of| !there.contains_key(of))
        };
        let staying = opened.files.iter().filter(|(path, _)| !goes(path));
        let staying: BTreeSet<u16> = staying.flat_map(|(_, words)| words.iter().copied()).collect();
        // The session in the trash may have just been between two forms as it was looked at.
        let there = opened.words().union(&TRASHED_WORDS.into()).copied().collect::<BTreeSet<u16>>();
        self.demanded.retain(|word| staying.contains(word) || !there.contains(word));
        self.owner().requests(LibraryRequest::EmptyTrash, |_| false);
    }

    fn restores(&mut self) {
        let id = SessionId::try_from("s-01").unwrap();
        self.owner().seen.versions.clear();
        self.owner().requests(LibraryRequest::ReadVersions(id), |seen| !seen.versions.is_empty());
        if let Some(version) = self.owner().seen.versions.first().cloned() {
            self.owner().requests(LibraryRequest::Restore(Box::new(version)), |_| false);
        }
    }

    /// The program ends.
    fn closes(&mut self) {
        if let Some(owner) = self.owner.take() {
            let seen = owner.ends().1;
            self.judge_thread(&seen);
        }
    }

    /// The owner looks after the folder, starts the program once more, and reads everything.
    fn ends(&mut self) {
        self.judge_plain(self.attack.time != Time::DuringSealing);
        self.judge_outside();
        self.is_healed();
        let mut owner = Owner::start(&self.folders);
        let [first, second, third] = passphrases();
        let is_open = [self.passphrase.clone(), first, second, third].iter().any(|words| owner.opens(words));
        let before_reading = format!("{:?}", owner.seen.problem);
        owner.settles();
        owner.reads_everything();
        let seen = owner.ends().1;
        self.judge_thread(&seen);
        self.judge_commands(&seen);
        self.judge_plain(seen.sealing == Some(Sealing::Sealed) || self.attack.time != Time::DuringSealing);
        self.judge_outside();
        if !is_open && !self.untouched.is_empty() {
            self.faults.push(Fault::new(Verdict::NotOpened, format!("nothing opens: {before_reading}")));
        }
        for (name, words) in self.untouched.iter().filter(|_| is_open) {
            if !seen.words.get(name).is_some_and(|read| words.is_subset(read)) {
                self.faults.push(Fault::new(Verdict::NotOpened, format!("{name} does not open")));
            }
        }
        let opened = self.opened();
        if !opened.private.is_empty() && !self.may_show_private() {
            let taken = format!("{} says what a file outside says", opened.private[0].display());
            self.faults.push(Fault::new(Verdict::HandedOver, taken));
        }
        let read = seen.words.values().flatten().chain(&seen.trash).copied();
        self.faults.extend(lost(&self.demanded, &opened.words().into_iter().chain(read).collect()));
        self.judge_check();
        self.faults.sort_by_key(|fault| fault.verdict);
        self.faults.dedup_by_key(|fault| fault.verdict);
    }

    /// What the program says to do is done: the disk is taken out again, the folder and its marker are put back.
    fn is_healed(&mut self) {
        self.peer.lift_mounts();
        let Places { notes, aside, .. } = &self.places;
        if aside.exists() {
            match notes.symlink_metadata() {
                Ok(look) if look.is_dir() => std::fs::remove_dir_all(notes).unwrap(),
                Ok(_) => std::fs::remove_file(notes).unwrap(),
                Err(_) => {}
            }
            std::fs::rename(aside, notes).unwrap();
        }
        let (place, marker) = (notes.join("holdspace.json"), self.lane.marker());
        if read(&place).as_ref() != Some(&marker) {
            // What is there may be the only copy of something.
            let _ = std::fs::rename(&place, notes.join("what the marker was"));
            put(&place, &marker).unwrap();
        }
    }
}
