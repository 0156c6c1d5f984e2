//! Rules on links, addresses and people across the site.

use super::super::{Rule, Severity};

rules! {
    ADDRESS_TAKEN = "address-taken", Error, "two things at one address",
        "Every page and file of a site has an address of its own. It comes from the name of the file: `papers/x.md` and \
         `papers/x/index.md` are both `/papers/x/`, and lists such as `/topics/` are made by offprint. Rename one of the two; \
         if the page was already published, add its old address to its `aliases`.";
    ALIAS_TAKEN = "alias-taken", Error, "an old address that leads to more than one page",
        "`aliases` lists addresses that a page used to have; each becomes a redirect to it. An address that is still a page's, \
         or that two pages list, can't lead to one place. Take it out of `aliases` where it is wrong. So it is with the old ids of \
         headings, `## What waiting costs {alias=the-cost-of-delay}`: nothing else on the page may have them.";
    ANCHOR_AMBIGUOUS = "anchor-ambiguous", Error, "a link to an id that several places of the paper have",
        "A link such as `#costs` is looked for in its own section first, and then in the whole paper. Here several other \
         sections have it, and the link could mean any of them. Name the section too, `#results:costs`, or give the \
         heading that is meant an id of its own, `### Costs {#costs-of-the-state}`, and link to that.";
    ANCHOR_MISSING = "anchor-missing", Error, "a link to a heading, figure or box that is not there",
        "The part of a link after `#` names a heading by its words (`## The cost of delay` is `#the-cost-of-delay`), or anything \
         by the id in its braces: `{#fig-volume}`. Nothing on that page has this id. Correct it; a heading that is linked to \
         often is best given an id of its own, which stays when its words change.";
    FILE_MISSING = "file-missing", Error, "an image, data file or download that is not there",
        "The path of an image or of a figure's data starts from the folder of the file that it is written in; one that begins \
         with `/` starts from `content/`. Correct the path, or put the file there: a page without its figure would be published \
         otherwise.";
    FILE_UNFIT = "file-unfit", Error, "a file of the wrong kind for its use",
        "Pictures are shown from PNG, JPEG, WebP, AVIF, GIF and SVG files, and charts are drawn from CSV files. The file that is \
         named is something else. Link to it, `[the full data](data.xlsx)`, instead of showing it.";
    IMAGE_REMOTE = "image-remote", Error, "an image or data file from another site",
        "A page never makes its readers' browsers ask another site for anything: that would tell it who reads what, and the page \
         would break when that site changes. Save the file beside the text and name it there: `![…](figures/map.png)`.";
    FILE_UNUSED = "file-unused", Hint, "a file below `content/` that nothing uses",
        "Images, tables and files to download are published when a text shows them or links to them. No text does this here, drafts \
         included: most often the figure was taken out, or the text names another file. What a paper was made of (`.xlsx`, `.docx`, `.bib`) \
         may lie beside it and is passed over. Files of one folder are told in one message, but `[lint]`, a baseline and reports for programs \
         know each by itself. A hint, since nothing that readers see is wrong.";
    IMAGE_TOO_HEAVY = "image-too-heavy", Warning, "an image of more than 1 MB that every reader loads whole",
        "Of photographs and screenshots smaller copies are made, so that a telephone loads what it can show. Of drawings (SVG), \
         animations (GIF) and AVIF files there are none, nor of any image where `[images] widths` is empty: a reader on a slow line waits for the whole \
         file and may pay for it. All images of a page together take 0.9 MB on the median home page, as telephones load it, and 0.35 MB on the median page \
         inside a site (HTTP Archive, Web Almanac 2024, https://almanac.httparchive.org/en/2024/page-weight). \
         Most often a drawing holds a photograph, or every point of a map: simplify it, or save it as PNG.";
    IMAGE_TOO_SMALL = "image-too-small", Warning, "an image with fewer pixels than its place on the page",
        "A figure is shown as wide as the text, about 700 pixels, and a cover may fill the window; an image with fewer pixels is \
         blown up and looks blurred, most of all in print and on screens that put two or three pixels into one. Ask for the \
         original, or draw the figure again; a diagram is best saved as SVG. Where a small image is meant, turn the rule off \
         for its folder in `[lint]`.";
    IMAGE_TOO_LARGE = "image-too-large", Warning, "an image with more than 100 million pixels",
        "Of every photograph, smaller copies are made for small screens. For one with so many pixels that would take too much \
         memory, so every reader loads it whole. No page shows more than 4,000 pixels in a row: save it with so many.";
    IMAGE_LOCATED = "image-located", Warning, "an image whose file says where it was taken",
        "Cameras and phones write their position into each picture (Exif, GPSLatitude and GPSLongitude), and the file is \
         published as it is. It can give away a source, or where somebody lives. Take the place out: an image editor asks for \
         it under \"Export\", and `exiftool -gps:all= FILE` does it for many.";
    LINK_CASE = "link-case", Error, "a link that differs from the name of a file in capitals only",
        "`Report.md` and `report.md` are one file on some computers and two on the web's servers. A link must be written \
         exactly as the file is named. Correct the link, or rename the file.";
    LINK_CREDENTIALS = "link-credentials", Warning, "a link with a name or a password in it",
        "`https://name:password@example.org/` gives the password to every reader, and browsers warn of such addresses since they \
         are made to deceive. Take out what stands before the `@`, and change the password.";
    LINK_INVALID = "link-invalid", Error, "a link to a web address that can't be opened",
        "`http://` has no host, `https://example.org:99999/` has a port that no computer has, and `https:/example.org` leads \
         to a page of this very site, or to nothing: browsers differ. A web address is `https://` or `http://`, a host such as \
         `example.org`, and a path. Write the whole address, or take the link out and keep its words.";
    LINK_MISSING = "link-missing", Error, "a link to a page or file that is not there",
        "A link to another manuscript is the path of its file, from the folder of the file that the link is in: \
         `../other/index.md#conclusions`; one that begins with `/` starts from `content/`. No file or page has this path. \
         Correct it; a link elsewhere begins with `https://`.";
    LINK_PRIVATE = "link-private", Warning, "a link to an address that only this computer or network has",
        "`http://localhost:3000/`, `http://192.168.1.5/` and names such as `intranet` lead to another place, or nowhere, for \
         whoever is elsewhere. Write the public address. Where readers are in that network, or such an address is meant for \
         what it is, list its beginning in `skip` under `[links]` in site.toml. `--external` never asks it, since a link must not \
         make a build machine ask its own network, unless by `--allow-private`.";
    LINK_TO_UNPUBLISHED = "link-to-unpublished", Warning, "a link to a paper that is not published",
        "The manuscript that is linked to is a draft or under embargo. Its address would give it away, and lead nowhere: so the \
         words are printed without a link. The link appears by itself once the manuscript is published.";
    NAME_SPELLED_TWICE = "name-spelled-twice", Warning, "a topic or series in two spellings",
        "`AI` and `Ai`, or `Żywność` and `Zywnosc`, have the same address, so their papers are listed on one page, under the \
         spelling that most of them use. Write the name in one way in all papers.";
    NAME_WITHOUT_ADDRESS = "name-without-address", Error, "a topic or series whose name makes no address",
        "The page of a topic or series has its address from the letters and digits of its name: `Digital government` is \
         `/topics/digital-government/`. This name has none.";
    PAPER_WITHOUT_AUTHORS = "paper-without-authors", Hint, "a paper that names no author",
        "Google Scholar needs a title, an author and a date; of a page that lacks one of them it reads no metadata at all, and citation managers \
         cite such a paper as anonymous (https://scholar.google.com/intl/en/scholar/inclusion.html). Name the people, or the institution if it speaks itself: `authors = [\"Centre for Asian Affairs\"]`. A hint, since \
         readers miss nothing. Texts of fewer than 500 words are notices, and are passed over.";
    PAPER_WITHOUT_DATE = "paper-without-date", Warning, "a paper without a date",
        "Papers are listed by date, and cited with it. Without one a paper stands last in every list, and indexers such as \
         Google Scholar pass it by: its guidelines require the date in `citation_publication_date`, as 2010/5/12, \
         or the year alone (https://scholar.google.com/intl/en/scholar/inclusion.html). That is what a paper's pages say; of a month, the year. \
         A year (`date = \"2020\"`) or a month (`date = \"2020-10\"`) is enough.";
    PAPER_WITHOUT_SUMMARY = "paper-without-summary", Hint, "a paper without a summary",
        "The summary is what lists, feeds, search engines and citation managers show of a paper, and the abstract that Google Scholar asks for; where it is missing \
         readers choose by the title alone. Two or three sentences that say what the paper finds are enough: `summary = \"…\"`. A hint, since the paper is whole \
         without it. Texts of fewer than 500 words are notices, and are passed over.";
    PERSON_UNKNOWN = "person-unknown", Error, "an author who is not in `people/`",
        "In `authors`, an id such as `mateusz-chatys` stands for the file `people/mateusz-chatys.md`. There is no such file, and \
         the id would be printed as a name. Correct it, add the file, or write the plain name: `authors = [\"Mateusz Chatys\"]`.";
    REFERENCE_MISSING = "reference-missing", Error, "a cross-reference to something that the paper lacks",
        "`@fig-volume`, `@tbl-apps` and `@sec-method` stand for the figure, table or section with this id: `{#fig-volume}` in a \
         figure's braces, `{#tbl-apps}` after a table's caption, `{#method}` after a heading. Nothing in the paper has it. \
         To print the words as they are, write `\\@fig-volume`.";
    SERIES_NUMBER_TWICE = "series-number-twice", Warning, "two papers with one number of a series",
        "A series counts its papers: readers find and cite them as \"Policy Papers 12\". Two papers of one language have the same \
         number. Correct one of them.";
}
