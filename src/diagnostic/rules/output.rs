//! Rules on the files that a site is written as.

use super::super::{Rule, Severity};

rules! {
    ADDRESS_TOO_LONG = "address-too-long", Error, "an address with a part that no file system can hold as a name",
        "Each part of an address between two slashes becomes the name of a file or folder, and nearly every file system and web host \
         ends names at 255 bytes. Letters outside ASCII take two to four bytes each in a file's name. Give the heading, file or topic a shorter id: \
         `## A very long heading {#short}`, or rename the file.";
    ADDRESS_INVALID = "address-invalid", Error, "an address that can't be written as a file",
        "An address becomes a path below the output folder. A part that is empty, `.` or `..` would lead somewhere else, and a NUL character can't stand in \
         a name at all. The name `.offprint` at the root is taken: the file by that name says that the folder may be replaced. \
         Rename the file that the address comes from, or correct the alias.";
    ADDRESS_NOT_PORTABLE = "address-not-portable", Hint, "an address that can't be a file on every system",
        "Windows knows no file whose name holds `< > : \" | ? *` or ends in a dot or a space, and takes `con`, `nul`, `com1` and the like for \
         devices; for Windows and macOS, `A.pdf` and `a.pdf` are one name. A Linux machine writes such a site whole, so this is a hint there. \
         Where the site is built on a system that can't write it, it is an error: a page would be lost. Rename the file, or change the alias.";
    ADDRESS_IS_FILE_AND_FOLDER = "address-is-file-and-folder", Error, "two addresses of which one needs a file where the other needs a folder",
        "The address `/report` is written as a file of that name, and `/report/` as `index.html` in a folder of that name; one disk can't hold both. \
         Give the file another name, most often an ending: `/report.pdf`.";
}
