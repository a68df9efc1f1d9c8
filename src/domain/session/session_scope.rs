//! Whose sessions may be shown. While a session is open the client may see the screen: then only that client's
//! sessions are, until all are asked for.
//!
//! Must not know what shows them.

use super::Session;
use crate::domain::client_code::ClientKey;
use crate::domain::id::SessionId;

/// Whose sessions may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SessionScope {
    /// Those of all clients.
    #[default]
    AllClients,
    /// Those of the client of an open session. One without a code shows only itself.
    Open {
        /// The open session.
        session: SessionId,
        /// Its client's code, perhaps empty.
        client: String,
    },
}

impl SessionScope {
    /// What may be shown beside the session that is open, if one is.
    pub fn beside(open: Option<&Session>, all_are_asked_for: bool) -> Self {
        match open.filter(|_| !all_are_asked_for) {
            Some(open) => Self::Open { session: open.id.clone(), client: open.client.clone() },
            None => Self::AllClients,
        }
    }

    /// Whether a session may be shown.
    pub fn includes(&self, other: &Session) -> bool {
        match self {
            Self::AllClients => true,
            Self::Open { session, .. } => *session == other.id || self.includes_client(&other.client),
        }
    }

    /// Whether what belongs to a client may be shown. Nobody's may not.
    pub(crate) fn includes_client(&self, code: &str) -> bool {
        match self {
            Self::AllClients => true,
            Self::Open { client, .. } => {
                let key = ClientKey::of(client);
                !key.is_nobody() && key == ClientKey::of(code)
            }
        }
    }

    /// The one client whose sessions may be shown, perhaps with an empty code; none if all may.
    pub(crate) fn only_client(&self) -> Option<&str> {
        match self {
            Self::AllClients => None,
            Self::Open { client, .. } => Some(client),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;

    #[test]
    fn beside_an_open_session_only_its_client_is_shown() {
        let began = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let session = |client: &str| Session::begin(began, client, None, Vec::new());
        let check = |open: &str, all: bool, other: &str, expected: bool| {
            let open = session(open);
            let scope = SessionScope::beside(Some(&open), all);
            assert_eq!(scope.includes(&session(other)), expected, "{} beside {other}", open.client);
            assert!(scope.includes(&open), "an open session is shown");
        };
        check("K-07", false, "k-07 ", true);
        check("K-07", false, "M-12", false);
        check("K-07", false, "", false);
        check("K-07", true, "M-12", true);
        check("", false, "", false);
        check("", false, "M-12", false);
        assert!(SessionScope::beside(None, false).includes(&session("M-12")));
    }
}
