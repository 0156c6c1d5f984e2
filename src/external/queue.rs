//! Who is asked when: many hosts at once, each host one request at a time.
//!
//! In: links, and what came of each request. Out: the next request, and what came of each link. Never: the network, threads or the
//! clock; time is what the caller says it is.
//!
//! A host is spared whatever its port, but each of its servers is judged by itself: one that had enough says nothing of another.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::address::{self, Reach};
use super::judge::Answer;
use super::ledger::{Status, Trouble};
use super::walk::{Pace, Reply, Step, Walk, status};

/// After so many links in a row for which a server gave no answer at all, it is not asked for the others.
const FAULTS: u8 = 2;

/// The links that are still to be asked, by host.
#[derive(Debug)]
pub(super) struct Queue {
    pace: Pace,
    reach: Reach,
    hosts: BTreeMap<Box<str>, Host>,
    /// Hosts that have something to be asked and are not being asked, by when they may be.
    ready: BTreeSet<(Duration, Box<str>)>,
    /// Requests that are under way.
    open: usize,
}

#[derive(Debug, Default)]
struct Host {
    waiting: VecDeque<Walk>,
    /// When it may be asked again.
    free_at: Duration,
    is_asked: bool,
    /// Nobody has its name, which is the answer to every link to it.
    is_unknown: bool,
    /// By their origin.
    servers: BTreeMap<Box<str>, Server>,
}

#[derive(Debug, Default)]
struct Server {
    /// Links in a row without any answer.
    faults: u8,
    /// It is not asked any more in this run, for this.
    had_enough: Option<Status>,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Send this request.
    Ask(Walk),
    /// Nothing for so long, unless a reply comes.
    Wait(Duration),
    /// Nothing until a reply comes.
    Idle,
    /// Nothing any more.
    Done,
}

/// What came of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// An answer.
    Answered(Answer),
    /// Nothing: it was passed over, since a server on its way had enough.
    PassedOver(Enough),
}

/// A server that had enough.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Enough {
    /// Which.
    pub(super) origin: Box<str>,
    /// What it said to the link before.
    pub(super) status: Status,
}

/// A link with what came of it.
pub(super) type Settled = (Box<str>, Outcome);

impl Queue {
    /// A queue of the addresses of links, those of a host in this order. The hosts come in turn.
    pub(super) fn new<'a>(links: impl IntoIterator<Item = &'a str>, pace: Pace, reach: Reach) -> Self {
        let mut queue = Self { pace, reach, hosts: BTreeMap::new(), ready: BTreeSet::new(), open: 0 };
        for link in links {
            queue.hosts.entry(address::host(link)).or_default().waiting.push_back(Walk::new(link));
        }
        queue.ready = queue.hosts.keys().map(|host| (Duration::ZERO, host.clone())).collect();
        queue
    }

    /// What to do at this time.
    pub(super) fn next(&mut self, now: Duration) -> Next {
        let Some((free_at, name)) = self.ready.pop_first() else {
            return if self.open == 0 { Next::Done } else { Next::Idle };
        };
        if free_at > now {
            self.ready.insert((free_at, name));
            return Next::Wait(free_at - now);
        }
        let host = self.hosts.entry(name).or_default();
        let Some(walk) = host.waiting.pop_front() else { return self.next(now) };
        host.is_asked = true;
        self.open += 1;
        Next::Ask(walk)
    }

    /// Takes what came of a request at this time; which links are settled by it.
    pub(super) fn replied(&mut self, walk: Walk, reply: &Reply, now: Duration) -> Vec<Settled> {
        self.open = self.open.saturating_sub(1);
        let (name, origin) = (address::host(&walk.url), address::origin(&walk.url));
        let (link, tries) = (walk.link.clone(), walk.tries);
        let step = walk.after(reply, &self.pace, self.reach);
        let host = self.hosts.entry(name.clone()).or_default();
        host.is_asked = false;
        let mut settled = Vec::new();
        let mut pause = self.pace.pause;
        let mut elsewhere = None;
        match step {
            Step::Ask(next, wait) => {
                pause = pause.max(wait);
                if next.tries == tries {
                    host.note(&origin, reply, &self.pace);
                }
                if address::host(&next.url) == name {
                    settled.extend(host.take_in(next));
                } else {
                    elsewhere = Some(next);
                }
            }
            Step::End(answer) => {
                // Who asked to be left alone for a time that can be waited for is, whichever link comes next.
                pause =
                    pause.max(wish(reply).filter(|wish| *wish <= self.pace.longest_wait).unwrap_or_default());
                host.note(&origin, reply, &self.pace);
                settled.push((link, Outcome::Answered(answer)));
            }
        }
        host.free_at = now + pause;
        settled.extend(host.turn_away(&origin));
        self.rank(name);
        if let Some(walk) = elsewhere {
            settled.extend(self.hand_over(walk));
        }
        settled
    }

    /// Gives a link to the host that it was sent on to.
    fn hand_over(&mut self, walk: Walk) -> Option<Settled> {
        let name = address::host(&walk.url);
        let host = self.hosts.entry(name.clone()).or_default();
        if let Some(outcome) = host.refusal(&address::origin(&walk.url)) {
            return Some((walk.link, outcome));
        }
        let was_empty = host.waiting.is_empty();
        host.waiting.push_back(walk);
        if was_empty {
            self.rank(name);
        }
        None
    }

    /// Puts a host among those that may be asked, if there is something to be asked.
    fn rank(&mut self, name: Box<str>) {
        if let Some(host) = self.hosts.get(&name)
            && !host.is_asked
            && !host.waiting.is_empty()
        {
            self.ready.insert((host.free_at, name));
        }
    }
}

impl Host {
    /// Learns from the last reply to a link whether there is a point in asking for others.
    fn note(&mut self, origin: &str, reply: &Reply, pace: &Pace) {
        let server = self.servers.entry(origin.into()).or_default();
        match reply {
            Reply::Failed(Trouble::NoSuchHost) => self.is_unknown = true,
            // It is asked too much, or asks to be left alone for longer than anybody would wait.
            Reply::Answered { code: 429, .. } => server.had_enough = Some(status(reply)),
            Reply::Answered { code: 503, retry_after: Some(wish), .. } if *wish > pace.longest_wait => {
                server.had_enough = Some(status(reply));
            }
            // One such reply may be about its page alone.
            Reply::Failed(
                Trouble::NoConnection
                | Trouble::NoLookup
                | Trouble::Timeout
                | Trouble::Insecure
                | Trouble::Private,
            )
            | Reply::Answered { code: 503, retry_after: Some(_), .. } => {
                server.faults += 1;
                if server.faults >= FAULTS {
                    server.had_enough = Some(status(reply));
                }
            }
            _ => server.faults = 0,
        }
    }

    /// What comes of a link to a server that is not asked any more.
    fn refusal(&self, origin: &str) -> Option<Outcome> {
        if self.is_unknown {
            // A name is looked up for all links to it alike, so that this is an answer to each.
            let status = Status::Trouble(Trouble::NoSuchHost);
            return Some(Outcome::Answered(Answer { status, moved: None }));
        }
        let status = self.servers.get(origin)?.had_enough?;
        Some(Outcome::PassedOver(Enough { origin: origin.into(), status }))
    }

    /// Takes a link that goes on at this host, and comes next.
    fn take_in(&mut self, walk: Walk) -> Option<Settled> {
        match self.refusal(&address::origin(&walk.url)) {
            Some(outcome) => Some((walk.link, outcome)),
            None => {
                self.waiting.push_front(walk);
                None
            }
        }
    }

    /// The links that wait for a server which is not asked any more.
    fn turn_away(&mut self, origin: &str) -> Vec<Settled> {
        let Some(outcome) = self.refusal(origin) else { return Vec::new() };
        let is_meant = |walk: &Walk| self.is_unknown || *address::origin(&walk.url) == *origin;
        let (away, stay): (Vec<Walk>, _) = std::mem::take(&mut self.waiting).into_iter().partition(is_meant);
        self.waiting = stay.into();
        away.into_iter().map(|walk| (walk.link, outcome.clone())).collect()
    }
}

/// How long a host asks not to be asked.
fn wish(reply: &Reply) -> Option<Duration> {
    match reply {
        Reply::Answered { retry_after, .. } => *retry_after,
        Reply::Failed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        Pace { pause: Duration::from_secs(1), again_after: vec![Duration::from_secs(5)], ..Pace::default() }
    }

    fn code(code: u16) -> Reply {
        Reply::Answered { code, location: None, retry_after: None }
    }

    /// Runs a queue with this many requests at once, each of which takes a second of a clock that only this test has. The log
    /// of when each address was asked, what was settled, and the most requests that any host had at once.
    fn run(
        links: &[&str],
        at_once: usize,
        answer: impl Fn(&str) -> Reply,
    ) -> (Vec<(u64, String)>, BTreeMap<String, String>) {
        let mut queue = Queue::new(links.iter().copied(), pace(), Reach::Public);
        let (mut now, mut log, mut settled) = (0u64, Vec::new(), BTreeMap::new());
        let mut open: Vec<(u64, Walk)> = Vec::new();
        for _ in 0..100_000 {
            let next = if open.len() < at_once { queue.next(Duration::from_secs(now)) } else { Next::Idle };
            match next {
                Next::Ask(walk) => {
                    let same = open
                        .iter()
                        .filter(|(_, other)| address::host(&other.url) == address::host(&walk.url));
                    assert_eq!(same.count(), 0, "two requests at once to the host of {}", walk.url);
                    log.push((now, walk.url.to_string()));
                    open.push((now + 1, walk));
                    continue;
                }
                Next::Done => return (log, settled),
                Next::Wait(_) | Next::Idle => now += 1,
            }
            let (over, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|(end, _)| *end <= now);
            open = rest;
            for (_, walk) in over {
                let reply = answer(&walk.url);
                for (link, outcome) in queue.replied(walk, &reply, Duration::from_secs(now)) {
                    let told = match outcome {
                        Outcome::Answered(answer) => answer.status.to_string(),
                        Outcome::PassedOver(enough) => {
                            format!("not asked: {} {}", enough.origin, enough.status)
                        }
                    };
                    let twice = settled.insert(link.to_string(), told);
                    assert_eq!(twice, None, "{link} is settled twice");
                }
            }
        }
        panic!("the queue has no end: {log:?}");
    }

    #[test]
    fn hosts_take_turns_and_have_pauses() {
        let links =
            ["https://a.org/1", "https://a.org/2", "https://a.org/3", "https://b.org/1", "https://c.org/1"];
        let (log, settled) = run(&links, 2, |_| code(200));
        assert_eq!(settled.len(), 5);
        let asked: Vec<(u64, &str)> = log.iter().map(|(at, url)| (*at, url.as_str())).collect();
        let expected = [
            (0, "https://a.org/1"),
            (0, "https://b.org/1"),
            (1, "https://c.org/1"),
            (2, "https://a.org/2"),
            (4, "https://a.org/3"),
        ];
        assert_eq!(asked, expected);
    }

    #[test]
    fn a_host_that_says_nothing_is_given_up() {
        let links: Vec<String> = (0..100).map(|n| format!("https://a.org/{n:03}")).collect();
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        let (log, settled) = run(&links, 4, |_| Reply::Failed(Trouble::Timeout));
        assert_eq!((log.len(), settled.len()), (4, 100));
        let count = |told: &str| settled.values().filter(|each| *each == told).count();
        assert_eq!((count("timeout"), count("not asked: https://a.org timeout")), (2, 98));
        let (log, settled) = run(&links, 4, |_| Reply::Failed(Trouble::NoSuchHost));
        assert_eq!((log.len(), settled.len()), (1, 100));
        assert!(settled.values().all(|status| status == "no-such-host"), "a name is nobody's for all links");
        // One good answer in between, and it goes on.
        let (log, _) =
            run(
                &links,
                4,
                |url| {
                    if url.ends_with('0') { Reply::Failed(Trouble::NoConnection) } else { code(200) }
                },
            );
        assert_eq!(log.len(), 110);
    }

    #[test]
    fn a_host_that_wants_to_be_left_alone_is() {
        let links = ["https://a.org/1", "https://a.org/2", "https://a.org/3", "https://b.org/1"];
        let busy = |seconds| Reply::Answered {
            code: 429,
            location: None,
            retry_after: Some(Duration::from_secs(seconds)),
        };
        let (log, settled) = run(&links, 4, |url| if url.contains("a.org") { busy(3600) } else { code(200) });
        assert_eq!(
            (log.len(), settled["https://a.org/3"].as_str(), settled["https://b.org/1"].as_str()),
            (2, "not asked: https://a.org 429", "200")
        );
        let (log, settled) = run(&links, 4, |url| if url.contains("a.org") { busy(30) } else { code(200) });
        let times: Vec<u64> =
            log.iter().filter(|(_, url)| url.contains("a.org")).map(|(at, _)| *at).collect();
        assert_eq!((times, settled.len()), (vec![0, 31], 4));
    }

    #[test]
    fn a_page_that_is_unavailable_is_no_host_that_is_down() {
        let links = ["https://a.org/1", "https://a.org/2", "https://a.org/3", "https://a.org/4"];
        let down = |seconds: Option<u64>| Reply::Answered {
            code: 503,
            location: None,
            retry_after: seconds.map(Duration::from_secs),
        };
        for wish in [None, Some(3)] {
            let (log, settled) =
                run(&links, 4, |url| if url.ends_with('1') { down(wish) } else { code(404) });
            let told: Vec<&str> = settled.values().map(String::as_str).collect();
            assert_eq!(told, ["503", "404", "404", "404"], "{wish:?} {log:?}");
        }
        // Not asked for longer than it wishes, nor for so long when the time is more than anybody would wait.
        let (log, settled) = run(&links, 4, |_| down(Some(3)));
        let times: Vec<u64> = log.iter().map(|(at, _)| *at).collect();
        assert_eq!(
            (times, settled["https://a.org/3"].as_str()),
            (vec![0, 6, 10, 16], "not asked: https://a.org 503")
        );
        let (log, settled) = run(&links, 4, |_| down(Some(3600)));
        assert_eq!((log.len(), settled["https://a.org/2"].as_str()), (1, "not asked: https://a.org 503"));
    }

    #[test]
    fn another_port_is_another_server() {
        let links =
            ["http://a.org/1", "http://a.org/2", "http://a.org/3", "http://a.org:9/", "https://a.org/1"];
        let busy =
            Reply::Answered { code: 429, location: None, retry_after: Some(Duration::from_secs(3600)) };
        let (log, settled) =
            run(&links, 4, |url| if url.starts_with("http://a.org/") { busy.clone() } else { code(200) });
        assert_eq!(log.len(), 3, "{log:?}");
        let told: Vec<&str> = settled.values().map(String::as_str).collect();
        let passed = "not asked: http://a.org 429";
        assert_eq!(told, ["429", passed, passed, "200", "200"]);
        // One that is sent on to a server that had enough is passed over too.
        let sent_on = |url: &str| match url {
            "http://a.org/1" | "http://b.org/1" => Reply::Answered {
                code: 301,
                location: Some(url.replace("http:", "https:").replace("b.org", "a.org").into()),
                retry_after: None,
            },
            "https://a.org/0" => busy.clone(),
            _ => code(200),
        };
        let links = ["https://a.org/0", "http://a.org/1", "http://b.org/1"];
        let (_, settled) = run(&links, 1, sent_on);
        let told: Vec<&str> = settled.values().map(String::as_str).collect();
        let passed = "not asked: https://a.org 429";
        assert_eq!(told, [passed, passed, "429"]);
    }

    #[test]
    fn redirects_wait_for_the_host_that_they_lead_to() {
        let links = ["https://a.org/1", "https://b.org/1", "https://b.org/2", "https://c.org/gone"];
        let (log, settled) = run(&links, 8, |url| match url {
            "https://a.org/1" => {
                Reply::Answered { code: 301, location: Some("https://b.org/3".into()), retry_after: None }
            }
            "https://c.org/gone" => {
                Reply::Answered { code: 302, location: Some("https://no.org/".into()), retry_after: None }
            }
            "https://no.org/" => Reply::Failed(Trouble::NoSuchHost),
            _ => code(200),
        });
        assert_eq!(settled.len(), 4, "{log:?}");
        assert_eq!(
            (settled["https://a.org/1"].as_str(), settled["https://c.org/gone"].as_str()),
            ("200", "no-such-host")
        );
        assert!(log.contains(&(4, "https://b.org/3".to_owned())), "{log:?}");
    }

    #[test]
    fn an_empty_queue_is_done() {
        assert_eq!(Queue::new([], pace(), Reach::Public).next(Duration::ZERO), Next::Done);
    }

    #[test]
    fn ten_thousand_links_of_one_host_and_of_ten_thousand() {
        let many: Vec<String> = (0..10_000).map(|n| format!("https://h{n}.org/")).collect();
        let one: Vec<String> = (0..10_000).map(|n| format!("https://a.org/{n}")).collect();
        for links in [many, one] {
            let links: Vec<&str> = links.iter().map(String::as_str).collect();
            assert_eq!(run(&links, 16, |_| code(204)).1.len(), 10_000);
        }
    }
}
