//! A place where cases are run, one after the other: the notes of each case are always at the same path, so that
//! what this machine remembers of the folder is true of every copy of it.

use std::path::{Path, PathBuf};

use holdspace::storage::folders::Folders;

use crate::support::adversary::opened::Reader;
use crate::support::adversary::owner::Owner;
use crate::support::adversary::peer::Places;
use crate::support::adversary::{forged, library, outside};
use crate::support::folder::{copy, put};

/// A place where cases are run.
pub(crate) struct Lane {
    root: tempfile::TempDir,
    pub(crate) reader: Reader,
}

impl Lane {
    /// Furnishes a place, in memory where the system has such a folder: the disk itself is not what is tried here.
    pub(crate) fn furnish() -> Self {
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let lane = Self { root: root.unwrap(), reader: Reader::default() };
        std::fs::create_dir(lane.live()).unwrap();
        library::furnish(&lane.folders());
        copy(&lane.live(), &lane.within("plain"));
        library::seal(&lane.folders(), &lane.within("earlier"));
        copy(&lane.live(), &lane.within("sealed"));
        outside::furnish(&lane.within("outside"));
        let other = Folders::within(&lane.within("other"));
        std::fs::create_dir(lane.within("other")).unwrap();
        assert!(Owner::start(&other).ends().0);
        let session = forged::plain_session("s-09", "2026-11-23T14:02:11-05:00");
        put(&other.data.join("sessions/s-09.json"), &session).unwrap();
        lane
    }

    fn within(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn live(&self) -> PathBuf {
        self.within("live")
    }

    pub(crate) fn folders(&self) -> Folders {
        Folders::within(&self.live())
    }

    pub(crate) fn places(&self) -> Places {
        Places {
            notes: self.folders().data,
            outside: self.live().join("outside"),
            earlier: self.within("earlier"),
            other_library: self.within("other").join("data"),
            aside: self.live().join("aside"),
        }
    }

    /// Puts everything as it was before any attack; the notes plain, or sealed.
    pub(crate) fn reset(&self, is_sealed: bool) {
        std::fs::remove_dir_all(self.live()).unwrap();
        copy(&self.within(if is_sealed { "sealed" } else { "plain" }), &self.live());
        copy(&self.within("outside"), &self.places().outside);
    }

    /// What marks the folder, as it was before any attack.
    pub(crate) fn marker(&self) -> Vec<u8> {
        std::fs::read(self.within("sealed").join("data").join("holdspace.json")).unwrap()
    }
}
