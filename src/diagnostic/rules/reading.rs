//! Rules on files, folders, settings and front matter.

use super::super::{Rule, Severity};

rules! {
    FILE_NOT_UTF8 = "file-not-utf8", Error, "a text file that is not UTF-8",
        "Manuscripts and settings are read as UTF-8. Open the file in an editor, choose \"save with encoding: UTF-8\", and save it again.";
}
