//! Rules on the addresses that were published.

use super::super::{Rule, Severity};

rules! {
    ADDRESS_GONE = "address-gone", Error, "a page that was published and is gone",
        "Papers are cited for decades by the addresses of their pages. `content/addresses.lock` lists those that were published; this \
         one leads nowhere now. A page that moved keeps its old address by a line in the front matter of the page that it is now, \
         `aliases = [\"/papers/old-name/\"]`: the pages of its sections follow. A section whose heading was reworded keeps it by \
         `## New words {alias=old-words}`, and a section's own file by `aliases = [\"old-words\"]`. An address that is given up for good is \
         taken out of the lock: delete its line.";
    HEADING_GONE = "heading-gone", Error, "a heading that was published and is gone",
        "A link such as `/papers/x/results/#the-cost-of-delay` leads to a heading by its words. `content/addresses.lock` lists the \
         headings that were published, and nothing on this page has this id any more: whoever cited it sends readers to the top of \
         the page. Give the heading its old id beside the new one, `### What waiting costs {alias=the-cost-of-delay}`; where the heading \
         was cut, the one that readers should see instead can have it. An address that is given up for good is taken out of the lock: \
         delete its line.";
    ADDRESSES_UNLOCKED = "addresses-unlocked", Error, "published addresses that are not in the lock",
        "With `--locked`, `content/addresses.lock` must list every page and heading that is published, so that none can be lost \
         unseen. Run `offprint lock`, and commit the file. It only adds lines: what was published before stays.";
    ADDRESSES_DAMAGED = "addresses-damaged", Error, "a lock of addresses that can't be read",
        "`content/addresses.lock` is kept by `offprint lock`: a first line that names its version, then one address on each line, \
         beginning with `/`. A line that is anything else may have been an address, and what is lost here is not missed later. \
         Restore the file from the last commit, or mend or delete the line, and run `offprint lock`.";
}
