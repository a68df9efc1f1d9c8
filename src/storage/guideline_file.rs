//! A guideline in a file of its own, wherever a person put it: taken in from there, or put there for
//! others.

use std::path::Path;

use super::error::{Problem, StorageError, UnreadableFile};
use super::files::Files;
use super::format;
use crate::domain::problem::ReadError;
use crate::domain::prompts::guideline::Guideline;

/// The most bytes that a guideline file may have: 1 MiB.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// Reads a guideline file. What it holds is not checked yet.
///
/// # Errors
/// When it is not there, is larger than [`MAX_BYTES`], or is no guideline file.
pub(crate) fn read_guideline_file(files: &Files, path: &Path) -> Result<Guideline, UnreadableFile> {
    let bytes = files.read(path, MAX_BYTES).map_err(|error| match error.kind {
        Problem::TooLarge => UnreadableFile::new(path, ReadError::LargerThanGuideline),
        _ => UnreadableFile::new(path, &error),
    })?;
    format::read_guideline(&bytes).map_err(|error| UnreadableFile::new(path, &error))
}

/// Writes a guideline file. A file that has this name stays as it is.
///
/// # Errors
/// When the name is taken, or the file cannot be written.
pub(crate) fn write_guideline_file(files: &Files, path: &Path, guideline: &Guideline) -> Result<(), StorageError> {
    files.put_new(path, &format::write_guideline(guideline)).map_err(StorageError::of_folder)
}

#[cfg(test)]
mod tests {
    use schemars::{JsonSchema, schema_for};
    use serde::Serialize;
    use serde_json::Value;

    use super::*;
    use crate::domain::id::GuidelineId;

    /// A guideline for integration sessions, or a prompt set in a file. `guidelines/README.md` says more.
    #[derive(Serialize, JsonSchema)]
    #[schemars(title = "Holdspace guideline")]
    struct GuidelineFile {
        /// Says what kind of file it is.
        #[schemars(extend("const" = "holdspace-guideline"))]
        format: String,
        /// The version of this format.
        #[schemars(extend("const" = 1))]
        version: u64,
        #[serde(flatten)]
        guideline: format::guideline::Guideline,
    }

    const SCHEMA: &str = "guideline.schema.json";

    fn folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("guidelines")
    }

    fn schema() -> Value {
        schema_for!(GuidelineFile).to_value()
    }

    /// `UPDATE_SCHEMA=1 cargo test schema` writes it again.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "it writes into the project, and not into anybody's notes")]
    fn the_schema_is_the_one_of_the_types() {
        let path = folder().join(SCHEMA);
        let expected = format!("{:#}\n", schema());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &expected).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{} is out of date: UPDATE_SCHEMA=1 cargo test schema", path.display());
    }

    #[test]
    fn every_shipped_file_follows_the_schema() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let mut count = 0;
        for entry in folder().read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_json = path.extension().is_some_and(|extension| extension == "json");
            if !is_json || name == SCHEMA {
                continue;
            }
            let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let errors: Vec<_> = validator.iter_errors(&file).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            count += 1;
        }
        assert!(count >= 1);
    }

    #[test]
    fn the_schema_refuses_what_the_app_refuses() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let whole: Value =
            serde_json::from_slice(&format::write_guideline(&crate::guidelines::integration_session())).unwrap();
        assert!(validator.is_valid(&whole));
        let check = |pointer: &str, value: Value| {
            let mut file = whole.clone();
            *file.pointer_mut(pointer).unwrap() = value;
            assert!(!validator.is_valid(&file), "{pointer}");
            let bytes = serde_json::to_vec(&file).unwrap();
            let refused = format::read_guideline(&bytes)
                .map_or(true, |file| crate::domain::prompts::import::check(&file).is_err());
            assert!(refused, "{pointer}");
        };
        check("/format", "holdspace-session".into());
        check("/version", 2.into());
        check("/id", "No id".into());
        check("/title", 7.into());
        check("/prompts", Value::Array(Vec::new()));
        check("/prompts", Value::Array(vec![whole["prompts"][0].clone(); 501]));
        check("/prompts/0/kind", 7.into());
        check("/prompts/0/id", "../up".into());
        check("/prompts/0/paragraph", (-1).into());
        check("/prompts/0/example_wording", "one".into());
        check("/short", serde_json::json!(["A"]));
        let id = GuidelineId::try_from("another").unwrap();
        let another = Guideline { id, ..crate::guidelines::integration_session() };
        assert!(validator.is_valid(&serde_json::from_slice(&format::write_guideline(&another)).unwrap()));
    }
}
