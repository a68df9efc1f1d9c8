//! Settings that cannot be read, or not be saved: nothing of them is lost, and it is said.

use holdspace::domain::settings::{Settings, ThemeChoice};
use holdspace::storage::error::Problem;
use holdspace::storage::files::Files;
use holdspace::storage::settings_file::{read_settings, save_settings};
use holdspace::storage::worker::SavingRequest;

use crate::fixture::{Fixture, fixture_file, put, soon};

#[test]
fn settings_that_cannot_be_read_are_set_aside_as_they_are_and_what_can_be_read_of_them_is_saved() {
    let check = |bytes: &[u8], card: &str, theme: ThemeChoice| {
        let fixture = Fixture::new();
        let (files, path) = (Files::default(), fixture.folders.config.join("settings.json"));
        put(&path, bytes);
        let (settings, unreadable) = read_settings(&files, &fixture.folders);
        assert_eq!(unreadable.unwrap().path, path);
        assert_eq!((settings.support_card.as_str(), settings.theme), (card, theme));
        save_settings(&files, &fixture.folders, &settings).unwrap();
        let aside = |number: usize| path.with_file_name(format!("settings-unreadable-{number}.json"));
        assert_eq!(std::fs::read(aside(1)).unwrap(), bytes, "it is kept as it was");
        assert_eq!(read_settings(&files, &fixture.folders), (settings.clone(), None), "at the next start all is well");
        // The next one that is broken has a name of its own.
        put(&path, b"again");
        save_settings(&files, &fixture.folders, &settings).unwrap();
        assert_eq!(
            (std::fs::read(aside(1)).unwrap(), std::fs::read(aside(2)).unwrap()),
            (bytes.to_vec(), b"again".to_vec())
        );
    };
    let (system, dark) = (ThemeChoice::System, ThemeChoice::Dark);
    check(b"", "", system);
    check(b"not JSON at all", "", system);
    check(
        b"{\"format\": \"holdspace-settings\", \"version\": 1, \"support_card\": \"Dr. Example: 555 01",
        "Dr. Example: 555 01",
        system,
    );
    check(b"{\"format\": \"holdspace-settings\", \"version\": 1, \"theme\": \"dark\", \"support_card\": \"988\", \"text_size\": \"big\"}", "988", dark);
    check(&fixture_file("settings-newer.json"), "Call M.", system);
}

#[test]
fn settings_that_cannot_be_saved_are_said_until_they_are() {
    let fixture = Fixture::new().opened();
    // No folder can be made where a file is.
    let config = fixture.folders.config.clone();
    put(&config, b"");
    let settings = Settings { support_card: "988".to_owned(), ..Settings::default() };
    let mut app = fixture.start(soon());
    app.worker.send(SavingRequest::SaveSettings(Box::new(settings.clone())));
    let problem = app.problem();
    assert!(problem.path.starts_with(&config), "{}", problem.path.display());
    std::fs::remove_file(&config).unwrap();
    app.solved();
    assert_eq!(read_settings(&Files::default(), &fixture.folders), (settings, None));
    assert!(app.worker.finish());
}

#[test]
fn a_folder_that_stands_where_the_settings_belong_is_said_and_set_aside() {
    let fixture = Fixture::new();
    let (files, path) = (Files::default(), fixture.folders.config.join("settings.json"));
    put(&path.join("within"), b"kept");
    let (settings, unreadable) = read_settings(&files, &fixture.folders);
    assert_eq!((settings, unreadable.unwrap().path), (Settings::default(), path.clone()));
    let settings = Settings { support_card: "988".to_owned(), ..Settings::default() };
    save_settings(&files, &fixture.folders, &settings).unwrap();
    assert_eq!(read_settings(&files, &fixture.folders), (settings, None));
    assert_eq!(std::fs::read(path.with_file_name("settings-unreadable-1.json").join("within")).unwrap(), b"kept");
}

#[test]
fn values_out_of_their_bounds_are_brought_into_them_also_where_the_rest_is_broken() {
    for end in ["}", ""] {
        let fixture = Fixture::new();
        let text = format!(
            "{{\"format\": \"holdspace-settings\", \"version\": 1, \"text_size\": 40.0, \"window\": [1.0, 1e30]{end}"
        );
        put(&fixture.folders.config.join("settings.json"), text.as_bytes());
        let (settings, unreadable) = read_settings(&Files::default(), &fixture.folders);
        assert_eq!((settings.text_size, settings.window, unreadable.is_none()), (3.0, None, end == "}"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn settings_that_are_saved_through_a_link_keep_the_link() {
    let fixture = Fixture::new();
    let (files, path) = (Files::default(), fixture.folders.config.join("settings.json"));
    let elsewhere = fixture.root().join("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::fs::create_dir_all(&fixture.folders.config).unwrap();
    std::os::unix::fs::symlink("../elsewhere/mine.json", &path).unwrap();
    let mut settings = Settings { support_card: "one".to_owned(), ..Settings::default() };
    for card in ["a file that is not there yet", "and then is"] {
        settings.support_card = card.to_owned();
        save_settings(&files, &fixture.folders, &settings).unwrap();
        assert!(path.symlink_metadata().unwrap().is_symlink(), "{card}");
        assert_eq!(read_settings(&files, &fixture.folders).0.support_card, card);
    }
    // So do those behind a second link.
    let other = fixture.root().join("other.json");
    std::fs::rename(elsewhere.join("mine.json"), &other).unwrap();
    std::os::unix::fs::symlink(&other, elsewhere.join("mine.json")).unwrap();
    settings.support_card = "behind two links".to_owned();
    save_settings(&files, &fixture.folders, &settings).unwrap();
    assert!(elsewhere.join("mine.json").symlink_metadata().unwrap().is_symlink());
    assert_eq!(read_settings(&files, &fixture.folders).0.support_card, "behind two links");
    std::fs::rename(&other, elsewhere.join("mine.json")).unwrap();
    put(&elsewhere.join("mine.json"), b"{");
    save_settings(&files, &fixture.folders, &settings).unwrap();
    assert!(path.symlink_metadata().unwrap().is_symlink());
    assert_eq!(std::fs::read(elsewhere.join("mine-unreadable-1.json")).unwrap(), b"{");
    // A link that leads to itself is said, and ends.
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("settings.json", &path).unwrap();
    assert_ne!(
        save_settings(&files, &fixture.folders, &settings).map_err(|error| error.kind),
        Err(Problem::SavingStopped)
    );
}
