//! What Syncthing itself does with a file that both machines changed: what the other tests rely on.

use std::path::Path;

use crate::group::{Group, conflicts};

#[expect(clippy::disallowed_methods, reason = "a test plays the other program, which is not careful")]
fn write(folder: &Path, words: &str) {
    std::fs::write(folder.join("page.txt"), words).unwrap();
}

fn read(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("page.txt")).unwrap()
}

#[test]
fn a_file_that_both_changed_stands_beside_a_copy_of_the_other_one() {
    let mut group = Group::start(2);
    write(group.first(), "as it was");
    group.convert();
    assert_eq!(read(&group.folders()[1]), "as it was");

    group.part();
    write(group.first(), "from the left");
    write(&group.folders()[1], "from the right, later");
    group.join(1);
    group.convert();

    let copies = conflicts(group.first());
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(copies, conflicts(&group.folders()[1]));
    for folder in group.folders() {
        let mut words = [read(folder), std::fs::read_to_string(folder.join(&copies[0])).unwrap()];
        words.sort();
        assert_eq!(words, ["from the left", "from the right, later"]);
    }
}
