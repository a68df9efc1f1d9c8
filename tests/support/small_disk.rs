//! A real disk that can be filled: in memory, with one megabyte. Mounting needs the rights of the machine's owner.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk of its own, which goes when it is dropped.
pub(crate) struct SmallDisk(pub(crate) PathBuf);

impl SmallDisk {
    /// Mounts one at a place where nothing is.
    pub(crate) fn at(place: &Path) -> Self {
        std::fs::create_dir(place).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(place);
        assert!(mount.status().unwrap().success(), "mounting needs the rights of the machine's owner");
        Self(place.to_owned())
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Fills it to its last byte.
    pub(crate) fn fill(&self) {
        let mut file = std::fs::File::options().create_new(true).write(true).open(self.filler()).unwrap();
        for piece in [4096, 1] {
            while file.write_all(&[7; 4096][..piece]).is_ok() {}
        }
    }

    /// There is room again.
    pub(crate) fn free(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}
