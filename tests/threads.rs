//! Histories that nobody chose: what is kept for a client is the same in any order of loading and on
//! whichever machine, and is not lost by renaming, editing or finalizing.
#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use proptest::prelude::*;

use holdspace::domain::Moment;
use holdspace::domain::id::{LineId, SessionId};
use holdspace::domain::library::Library;
use holdspace::domain::library::renaming::{Renamed, Renaming};
use holdspace::domain::library::timeline::Timeline;
use holdspace::domain::prompts::guideline::KeptAs;
use holdspace::domain::session::kept::{KeptLine, kept_lines};
use holdspace::domain::session::merge::merge;
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::session::open_session::OpenSession;
use holdspace::domain::session::{OutcomeKind, Session};

fn at(minute: i64) -> Moment {
    holdspace::domain::Moment::try_from("2026-01-05T10:00:00+01:00").unwrap() + chrono::TimeDelta::minutes(minute)
}

/// One thing that somebody does in a practice, each number to be taken round what there is.
#[derive(Debug, Clone)]
enum Act {
    Begin,
    Write { session: usize, words: String, kind: Option<KeptAs> },
    Keep { session: usize, line: usize, kind: Option<KeptAs> },
    Say { session: usize, of: usize, line: usize, outcome: OutcomeKind, minute: i64 },
}

fn kind() -> impl Strategy<Value = Option<KeptAs>> {
    prop::option::of(prop::sample::select(&KeptAs::ALL[..]))
}

fn act() -> impl Strategy<Value = Act> {
    let outcomes = vec![OutcomeKind::KeptOpen, OutcomeKind::Resolved, OutcomeKind::LetGo];
    let any = 0..20_usize;
    let write = (any.clone(), "[a-c #]{0,6}", kind());
    let say = (any.clone(), any.clone(), any.clone(), prop::sample::select(outcomes), 0..40_i64);
    prop_oneof![
        2 => Just(Act::Begin),
        4 => write.prop_map(|(session, words, kind)| Act::Write { session, words, kind }),
        2 => (any.clone(), any, kind()).prop_map(|(session, line, kind)| Act::Keep { session, line, kind }),
        3 => say.prop_map(|(session, of, line, outcome, minute)| Act::Say { session, of, line, outcome, minute }),
    ]
}

fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(), 0..most)
}

/// The sessions with one client, as they come of what was done. Two machines may go on from one history:
/// each names its own sessions.
#[derive(Debug, Clone, Default)]
struct History {
    sessions: Vec<Session>,
    minute: i64,
}

impl History {
    fn doing(mut self, machine: &str, acts: &[Act]) -> Self {
        for act in acts {
            self.minute += 1;
            self.act(machine, act);
        }
        self
    }

    fn act(&mut self, machine: &str, act: &Act) {
        let now = at(self.minute);
        if let Act::Begin = act {
            let mut session = Session::begin(now, "K-07", None, Vec::new());
            session.id = SessionId::try_from(format!("{machine}-{}", self.sessions.len())).unwrap();
            return self.sessions.push(session);
        }
        let count = self.sessions.len();
        let (Act::Write { session, .. } | Act::Keep { session, .. } | Act::Say { session, .. }) = act else { return };
        let said_of = self.line_said_of(act);
        let Some(session) = self.sessions.get_mut(session % count.max(1)) else { return };
        match act {
            Act::Begin => {}
            Act::Write { words, kind, .. } => {
                session.notes.add(words, kind.clone(), &Stamp { at: now, prompt: None });
            }
            Act::Keep { line, kind, .. } => {
                let lines = session.notes.lines().len();
                session.notes.set_keep(line % lines.max(1), kind.clone());
            }
            Act::Say { outcome, minute, .. } => {
                if let Some((from, line)) = said_of {
                    session.set_outcome(&line, &from, outcome.clone(), at(*minute));
                }
            }
        }
    }

    fn line_said_of(&self, act: &Act) -> Option<(SessionId, LineId)> {
        let Act::Say { of, line, .. } = act else { return None };
        let session = self.sessions.get(of % self.sessions.len().max(1))?;
        let lines = session.notes.lines();
        Some((session.id.clone(), lines.get(line % lines.len().max(1))?.id.clone()))
    }

    fn kept_lines(&self) -> Vec<KeptLine> {
        kept_lines(&self.sessions.iter().collect::<Vec<_>>())
    }

    /// The same lines, whatever their words are now.
    fn kept(&self) -> Vec<(SessionId, LineId, KeptAs)> {
        self.kept_lines().into_iter().map(|line| (line.from, line.line, line.kind)).collect()
    }

    /// The sessions as `change` leaves them.
    fn with(&self, change: impl Fn(&Session) -> Session) -> Self {
        Self { sessions: self.sessions.iter().map(change).collect(), minute: self.minute }
    }
}

/// What two machines hold once each has what the other wrote, put together on one of them.
fn together(base: &History, here: &History, there: &History) -> History {
    let find = |history: &History, id: &SessionId| history.sessions.iter().find(|session| session.id == *id).cloned();
    let mut sessions = Vec::new();
    for session in &here.sessions {
        sessions.push(match find(there, &session.id) {
            Some(theirs) => merge(find(base, &session.id).as_ref(), session, &theirs),
            None => session.clone(),
        });
    }
    sessions.extend(there.sessions.iter().filter(|theirs| find(here, &theirs.id).is_none()).cloned());
    History { sessions, minute: here.minute }
}

proptest! {
    #[test]
    fn it_is_the_same_in_any_order_of_loading(acts in acts(40), order in any::<u64>()) {
        let history = History::default().doing("here", &acts);
        let mut shuffled = history.sessions.clone();
        let places: Vec<u64> = (0..shuffled.len() as u64).map(|place| (place + 1).wrapping_mul(order | 1) >> 7).collect();
        let mut places = places.into_iter();
        shuffled.sort_by_cached_key(|_| places.next());
        let kept = history.kept_lines();
        prop_assert_eq!(&kept_lines(&shuffled.iter().collect::<Vec<_>>()), &kept);
        prop_assert_eq!(Timeline::of(&shuffled), Timeline::of(&history.sessions));
        let mut library = Library::default();
        for session in shuffled {
            library.put([session.into()]);
        }
        prop_assert_eq!(library.kept_lines("k-07"), kept);
    }

    #[test]
    fn it_is_the_same_on_both_machines_and_nothing_is_lost(
        before in acts(20), here in acts(15), there in acts(15),
    ) {
        let base = History::default().doing("base", &before);
        let (here, there) = (base.clone().doing("here", &here), base.clone().doing("there", &there));
        let (one, other) = (together(&base, &here, &there), together(&base, &there, &here));
        prop_assert_eq!(one.kept_lines(), other.kept_lines());
        // What is kept at both places goes on, unless one of them said later that it is over.
        let after = one.kept();
        let has = |kept: &[(SessionId, LineId, KeptAs)], line: &LineId| kept.iter().any(|(_, id, _)| id == line);
        for (_, line, _) in here.kept().iter().filter(|(_, line, _)| has(&there.kept(), line)) {
            prop_assert!(has(&after, line), "{line:?}");
        }
        // What one of them marked anew goes on too.
        for (_, line, _) in here.kept() {
            let is_of_base = base.sessions.iter().any(|session| session.notes.lines().iter().any(|known| known.id == line));
            prop_assert!(is_of_base || has(&after, &line), "{line:?}");
        }
    }

    #[test]
    fn renaming_editing_and_finalizing_lose_nothing(acts in acts(40), to in "[a-d]{1,3}") {
        let history = History::default().doing("here", &acts);
        let before = history.kept();
        for renaming in [Renaming::of_client("K-07", &to), Renaming::of_theme(None, "a", &to)].into_iter().flatten() {
            let renamed = history.with(|session| match renaming.of(session) {
                Renamed::Becomes(renamed) => *renamed,
                Renamed::Unconcerned | Renamed::Frozen => session.clone(),
            });
            prop_assert_eq!(&renamed.kept(), &before, "{:?}", renaming);
        }
        let edited = history.with(|session| {
            let mut open = OpenSession::open(session.clone()).unwrap();
            let text = open.session().notes.text();
            open.write(&format!("{text}z\nmore"), text.len(), text.len() + 6, at(1000));
            open.session().clone()
        });
        prop_assert_eq!(still_there(&edited.kept(), &before), before.clone());
        let finalized = history.with(|session| Session { ended: Some(at(900)), finalized: Some(at(901)), ..session.clone() });
        prop_assert_eq!(finalized.kept(), before);
    }
}

/// Those of `before` that are there still.
fn still_there<T: PartialEq + Clone>(now: &[T], before: &[T]) -> Vec<T> {
    before.iter().filter(|line| now.contains(line)).cloned().collect()
}
