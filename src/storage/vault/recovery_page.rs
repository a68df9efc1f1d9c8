//! A page with the recovery code, to be printed: HTML of its own, that any browser opens.

use std::path::Path;

use crate::domain::recovery_code::RecoveryCode;
use crate::storage::error::StorageError;
use crate::storage::files::Files;

/// Writes the page where nothing is yet.
///
/// # Errors
/// When something is there, or it cannot be written.
pub fn write_recovery_page(files: &Files, path: &Path, code: &RecoveryCode) -> Result<(), StorageError> {
    let page = zeroize::Zeroizing::new(page(&code.printed()));
    files.put_new(path, page.as_bytes()).map_err(StorageError::of_folder)
}

fn page(code: &str) -> String {
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<title>Holdspace: recovery code</title>
<style>
body {{ font: 12pt/1.5 serif; max-width: 34em; margin: 3em auto; padding: 0 1em; color: #000; background: #fff }}
p.code {{ font: bold 17pt monospace; border: 1pt solid #000; padding: 0.8em; text-align: center }}
</style>
</head>
<body>
<h1>Recovery code</h1>
<p>This code opens the sealed notes of Holdspace if the passphrase is forgotten.</p>
<p class=\"code\">{code}</p>
<p>On the lock screen choose <em>Forgot the passphrase?</em>, type the code, and choose a new passphrase. Dashes, spaces
and small letters make no difference. There is no letter O and no letter I in it: a round character is a zero, a straight
one is a one.</p>
<p>Anyone who has this page and the files can read the notes. Keep it in a safe place, away from the computer. If the
passphrase and this page are both lost, nobody can open the notes.</p>
<p>Printed on: ______________ &nbsp; For the notes of: ______________</p>
<p>Delete the file of this page once you have printed it.</p>
</body>
</html>
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recovery_code::BYTES;

    #[test]
    fn the_page_holds_the_code_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (path, code) = (folder.path().join("code.html"), RecoveryCode::of(&[3; BYTES]));
        write_recovery_page(&Files::default(), &path, &code).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().contains(code.printed().as_str()));
        assert!(write_recovery_page(&Files::default(), &path, &code).is_err());
    }
}
