//! What Syncthing itself does with a file that both machines changed: what the other tests rely on.

use std::path::Path;

use crate::pair::{Pair, conflicts};

#[expect(clippy::disallowed_methods, reason = "a test plays the other program, which is not careful")]
fn write(folder: &Path, words: &str) {
    std::fs::write(folder.join("page.txt"), words).unwrap();
}

fn read(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("page.txt")).unwrap()
}

#[test]
fn a_file_that_both_changed_stands_beside_a_copy_of_the_other_one() {
    let mut pair = Pair::start();
    write(pair.left(), "as it was");
    pair.settle();
    assert_eq!(read(pair.right()), "as it was");

    pair.part();
    write(pair.left(), "from the left");
    write(pair.right(), "from the right, later");
    pair.join();
    pair.settle();

    let copies = conflicts(pair.left());
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(copies, conflicts(pair.right()));
    for folder in [pair.left(), pair.right()] {
        let mut words = [read(folder), std::fs::read_to_string(folder.join(&copies[0])).unwrap()];
        words.sort();
        assert_eq!(words, ["from the left", "from the right, later"]);
    }
}
