//! Rules on what other sites answered.

use super::super::{Rule, Severity};

rules! {
    LEDGER_DAMAGED = "ledger-damaged", Warning, "a ledger of links that can't be read",
        "`content/links.lock` keeps what other sites answered, a line for each address, since when and how often. What can't be \
         read of it is not known: a link may count as new that was dead for a year. Restore the file from version control, or run \
         `offprint check --external`, which writes it anew from what it can read. Conflicts of a merge need no work: of two lines \
         the later answer counts.";
    LINK_DEAD = "link-dead", Warning, "a link to another site that has led nowhere for longer than the grace period",
        "The other site has said that nothing is at this address (404, 410, or nobody has the name), at least twice and for \
         longer than `grace_days` in `[links]` of site.toml, 14 days unless set. Look for the page's new address, or link to a \
         copy of it: the Wayback Machine at `https://web.archive.org/` has most. Readers follow notes years later. A site that \
         is down, slow or turns programs away is never called dead. `offprint check --external` asks; `check` and `build` go \
         by what it wrote into `content/links.lock`.";
    LINK_FAILING = "link-failing", Hint, "a link to another site that leads nowhere at present",
        "The other site says that nothing is at this address (404, 410, or nobody has the name). It may come back: only when \
         that has lasted for longer than `grace_days` in `[links]` of site.toml it becomes `link-dead`. If the address is \
         new, look whether it is written right.";
    LINK_MOVED = "link-moved", Hint, "a link to another site whose address has changed for good",
        "The other site sends readers on and says that this is for good (301 or 308). The old address works for as long as \
         somebody keeps it working. Write the new one, if it is the same page. Where it is the front page of the site, \
         the page itself is often gone, and a copy at `https://web.archive.org/` is the better link.";
    LINK_UNCHECKED = "link-unchecked", Hint, "a link to another site that could not be checked",
        "The site was down, slow, has a certificate that is not trusted, leads into a private network, or turns programs away \
         (401, 403, 429, 5xx): many publishers do. That says nothing about the page, so such a link is never called dead. Open it \
         now and then yourself; addresses that can't be checked for good are listed in `skip` under `[links]` in site.toml. A link \
         that was passed over, since its server had enough of others, is asked first in the next run.";
}
