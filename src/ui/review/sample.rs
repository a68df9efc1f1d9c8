//! Sessions to draw, for the tests beside the views of Review.

use super::{ReadingContext, Review, SessionView};
use crate::domain::Moment;
use crate::domain::date_input::{DateOrder, DateReader};
use crate::domain::library::Library;
use crate::domain::library::search::Query;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::Session;
use crate::domain::session::notes::Stamp;
use crate::domain::session::session_scope::SessionScope;
use crate::guidelines::integration_session;

pub(crate) fn now() -> Moment {
    Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
}

/// A session that was held with K-07 so many days ago, with these lines.
pub(crate) fn held(days_ago: i64, lines: &[&str]) -> Session {
    let began = now().plus_days(-days_ago);
    let mut session = Session::begin(began, "K-07", None, integration_session().prompts);
    let prompt = session.prompts.iter().find(|prompt| prompt.id.as_str() == "open").map(|prompt| prompt.id.clone());
    for line in lines {
        session.notes.add(line, None, &Stamp { at: began, prompt: prompt.clone() });
    }
    session.ended = Some(began.plus_minutes(50));
    session
}

/// The same with its first line kept for next time.
pub(crate) fn kept(mut session: Session) -> Session {
    session.notes.set_keep(0, Some(KeptAs::Thread));
    session
}

pub(crate) fn library(sessions: &[&Session]) -> Library {
    let mut library = Library::default();
    library.put(sessions.iter().map(|session| (*session).clone().into()));
    library
}

pub(crate) fn dates() -> DateReader {
    DateReader::new(now().date_naive(), DateOrder::DayFirst)
}

pub(crate) fn review(library: &Library) -> Review<'_> {
    Review {
        library,
        scope: &SessionScope::AllClients,
        every_code: library,
        unreadable: &[],
        loading: false,
        progress: None,
        open: None,
        renaming: None,
        now: now(),
        dates: dates(),
    }
}

pub(crate) fn view<'a>(session: &'a Session, query: &'a Query, context: ReadingContext) -> SessionView<'a> {
    SessionView { session, ordinal: None, ended: None, query, at: None, context }
}
