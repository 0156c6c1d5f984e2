//! Rules on files, folders, settings and front matter.

use super::super::{Rule, Severity};

rules! {
    FILE_NOT_UTF8 = "file-not-utf8", Error, "a text file that is not UTF-8",
        "Manuscripts and settings are read as UTF-8, the encoding in which every language can be written. Save the file in it: an editor asks for the encoding under \"Save as\" or \"Save with encoding\"; Word does so when it saves as plain text, where it is called Unicode (UTF-8).";
    FILE_HAS_NUL = "file-has-nul", Error, "a text file with NUL bytes in it",
        "A NUL byte is never part of a text: the file was damaged, or is not a text at all. Restore it from a copy, or delete the bytes in an editor that shows them.";
    FILE_TOO_LARGE = "file-too-large", Error, "a file larger than offprint reads",
        "A manuscript may have 8 MB of text, all of its files together, and a file of data 16 MB; the longest books have a fifth of that. Such a file is most often an export with images inside it. Save the images as files beside the text and link to them. A site can't make less of this, nor know it: nobody can tell what the file says of an embargo.";
    FILE_UNREADABLE = "file-unreadable", Error, "a file or folder that can't be read",
        "The system refused to read it; the message says why. Look whether it is still there, whether you may read it, and whether another program holds it. A site can't make less of this, nor know it: nobody can tell what the file says of an embargo.";
    FILE_NAME_NOT_UTF8 = "file-name-not-utf8", Error, "a file whose name is not UTF-8",
        "The name can't be written in a link or an address, so the file can't be published. Rename it; such names come from old archives made with another encoding.";
    FILE_NAME_UNUSABLE = "file-name-unusable", Error, "a file name without letters and digits",
        "The address of a page is made of the letters and digits of its file's name (`Ważny tekst.md` is published at `wazny-tekst/`). A name without any gives no address. Rename the file.";
    FILE_NAME_TWICE = "file-name-twice", Error, "two files whose names differ only in how Unicode spells them",
        "`é` can be written as one character or as `e` and an accent. The two look the same and are the same in a link, so that only one of the files could be meant. Delete or rename one.";
    FILE_OUTSIDE_PAPER = "file-outside-paper", Warning, "a Markdown file in a folder of a paper, where no paper looks for it",
        "A paper is its `index.md` and the Markdown files beside it. A Markdown file in a folder below (`drafts/`, `figures/`) is not part of it and is not published. Move it beside `index.md`, or give the folder an `index.md` of its own if it is a paper of its own.";
    SYMLINK_LOOP = "symlink-loop", Error, "a symbolic link to a folder that holds it",
        "Following the link would never end, so it is passed over. Delete the link, or point it at a folder beside the site.";
    SYMLINK_BROKEN = "symlink-broken", Error, "a symbolic link to nothing",
        "The file that the link names does not exist. Restore that file, or delete the link.";
    ADDRESS_TWICE = "address-twice", Error, "two files that would be published at one address",
        "`papers/x.md` and `papers/x/index.md` are both published at `/papers/x/`, and so are names that differ only in case, accents or punctuation. Rename or delete one of them.";
    PAPER_WITHOUT_INDEX = "paper-without-index", Error, "a folder of numbered sections without an index.md",
        "A paper of several files has an `index.md` that holds its front matter (title, authors, date) and its opening; the numbered files beside it are its sections. Add `index.md` with at least a title:\n\n    +++\n    title = \"The title of the paper\"\n    +++";
    CONTENT_EMPTY = "content-empty", Error, "a content folder without anything to publish",
        "`content/` has no Markdown file. Write `content/index.md`, or let `offprint new` make a small site to start from.";
    FOLDER_EMPTY = "folder-empty", Hint, "an empty folder in a collection",
        "Each folder of a collection is a paper, and this one has no file. Add its `index.md` or delete the folder.";
    COLLECTION_WITHOUT_FOLDER = "collection-without-folder", Warning, "a collection in the settings without a folder",
        "`[collections.briefs]` describes the folder `content/briefs/`, which does not exist. Make the folder, or mend the name in the settings.";
    SETTINGS_MISSING = "settings-missing", Error, "a folder without content/site.toml",
        "A site is a folder with `content/site.toml` in it, which gives the site's title and address:\n\n    title = \"Centre for Asian Affairs\"\n    base_url = \"https://example.org/\"\n\nRun offprint in that folder, or name the folder: `offprint build DIR`. `offprint new DIR` makes one.";
    TOML_SYNTAX = "toml-syntax", Error, "TOML that can't be read",
        "Settings, and front matter between `+++` lines, are TOML: `key = value` on each line, texts in quotes, lists in brackets. Within double quotes a backslash and a double quote need a backslash before them; single quotes take a text as it is.";
    YAML_SYNTAX = "yaml-syntax", Error, "YAML that can't be read",
        "Front matter between `---` lines is YAML: `key: value` on each line, lists as lines that begin with `-`. A text with a colon and a space in it, or that begins with a special character, must be in quotes: `title: \"Cities: a survey\"`. Indent with spaces, not with tabs.";
    YAML_ALIAS = "yaml-alias", Error, "a YAML alias",
        "YAML can name a value (`&name`) and repeat it (`*name`). offprint does not read such repetitions, because a short file could make them endless. Write the value out. A text that begins with `*` must be in quotes.";
    KEY_TWICE = "key-twice", Error, "a key that is given twice",
        "Only one of the two values could be meant, and offprint does not guess which. Delete one.";
    KEY_UNKNOWN = "key-unknown", Error, "a key that has no meaning here",
        "A misspelt key would silently do nothing, so every unknown key is an error. Mend the spelling, or move the key to where it belongs; the message names the nearest known key if there is one.";
    KEY_MISSING = "key-missing", Error, "a required key that is missing",
        "Some values can't be guessed: a site's `title` and `base_url`, the `name` of an author who is written as a table, the `file` and `title` of a download, the `date` and `text` of a correction. Add the key that the message names.";
    KEY_NOT_YET = "key-not-yet", Hint, "a key whose feature is not there yet",
        "`bibliography` and `citation_style` are reserved for citations from a bibliography, which this version of offprint does not have. They do no harm; citations print as they are written.";
    VALUE_TYPE = "value-type", Error, "a value of the wrong type",
        "The key takes another type of value: texts stand in quotes, numbers and `true` or `false` do not, lists stand in brackets. The message says which is needed.";
    VALUE_INVALID = "value-invalid", Error, "a value that can't be used",
        "The value has the right type and can't be used where it stands: an empty title, an address that is none, a severity that does not exist. The message says what is needed.";
    LANGUAGE_INVALID = "language-invalid", Error, "a language that is not a BCP 47 tag",
        "Languages are named by the tags that the web uses: `en`, `pl`, `pt-BR`. Use the two-letter code of the language, and a region only where it matters.";
    LANGUAGE_UNKNOWN = "language-unknown", Error, "a language that the site does not have",
        "The languages of a site are listed in `site.toml`: `languages = [\"en\", \"pl\"]`. Add the language there, or mend its name here. A file's name that ends like a language (`notes.de.md`) is taken for one; if it is none, write `notes-de.md`.";
    LANGUAGE_MISMATCH = "language-mismatch", Error, "a file whose name, folder and front matter disagree about its language",
        "A file's language is in its name or its folder: `index.pl.md` and `pl/index.md` are Polish, and `index.md` is in the site's first language. `lang` in front matter may repeat it and must not contradict it. Rename the file or mend `lang`.";
    LINT_UNKNOWN = "lint-unknown", Error, "a severity for a rule that does not exist",
        "`[lint]` sets the severity of rules by their codes, which every message shows. A misspelt code would silently change nothing. `offprint explain` lists the codes.";
    DATE_INVALID = "date-invalid", Error, "a date that is not one",
        "Dates are written as in RFC 3339: `2020-10-05`, or with a time and an offset `2020-10-05T09:00:00+02:00`. A publication date may be a year or a month in quotes: `\"2020\"`, `\"2020-10\"`.";
    EMBARGO_WITHOUT_OFFSET = "embargo-without-offset", Error, "an embargo that does not say in which time zone",
        "An embargo ends at an instant, the same for every reader, so it needs a time and an offset from UTC: `2026-03-01T09:00:00+01:00`, or `Z` for UTC itself. Until it has one, the paper is kept back.";
    DOI_INVALID = "doi-invalid", Error, "a DOI that is not one",
        "A DOI is `10.`, the number of its registrant, a slash and a suffix: `10.5281/zenodo.1234567`. It may also be written as an address at `https://doi.org/`.";
    ORCID_INVALID = "orcid-invalid", Error, "an ORCID iD that is not one",
        "An ORCID iD has sixteen digits in four groups, `0000-0002-1825-0097`; the last may be X. It is a check digit computed from the others, so that a slip in any digit shows. Copy the iD from the person's page at orcid.org.";
    ALIAS_INVALID = "alias-invalid", Error, "an old address that can't be one",
        "`aliases` are old addresses of the page on this site. Each begins with `/` and is written without the site's host: `/publications/safe-cities.html`. The alias of a heading is its old id alone, `{alias=the-cost-of-delay}`, and that of a section's file the last part of its old address.";
    TITLE_MISSING = "title-missing", Error, "a text without a title",
        "Every page, paper and person needs a title (a person's is `name`) for its heading, its browser tab, lists and citations. Put it in front matter at the very start of the file:\n\n    +++\n    title = \"The title\"\n    +++";
    FRONT_MATTER_UNCLOSED = "front-matter-unclosed", Error, "front matter without an end",
        "Front matter begins with a line `+++` or `---` at the very start of the file and ends with the same line. The second one is missing, so that it can't be known where the text begins.";
    DATA_INVALID = "data-invalid", Error, "a data file that can't be read",
        "A `.csv` file is a table: commas between the cells, as many cells in each row as in the first, cells with commas or quotes in double quotes, and UTF-8. In a spreadsheet choose \"CSV UTF-8\" when saving. In countries with a decimal comma spreadsheets write semicolons between the cells: choose the comma in the options for saving, or replace them in an editor.";
    IMAGE_DAMAGED = "image-damaged", Error, "an image that can't be read to its end",
        "Its first bytes give a size, but the pixels can't be read: the file was cut off when it was copied, or is not what its name says. Readers would see half a picture, or none. Restore it from a copy, or open it in an image editor and save it again.";
    IMAGE_UNREADABLE = "image-unreadable", Warning, "an image whose size can't be read",
        "The page can't reserve room for the image before it is loaded, and the file may be damaged or not what its name says. Open it in an image viewer and save it again.";
}
