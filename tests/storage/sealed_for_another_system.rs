//! A sealed folder for the tests of the program on another system, which know the passphrase.

use crate::sealing::sealed_practice;
use crate::support::folder::copy;

#[test]
#[ignore = "script/windows asks for the folder"]
fn a_sealed_folder_is_made_where_it_is_asked_for() {
    let Some(asked) = std::env::var_os("HOLDSPACE_SEALED_NOTES") else { return };
    let (fixture, _) = sealed_practice();
    copy(&fixture.folders.data, std::path::Path::new(&asked));
}
