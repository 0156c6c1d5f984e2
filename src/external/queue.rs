//! Who is asked when: many hosts at once, each host one request at a time.
//!
//! In: links, and what came of each request. Out: the next request, and answers. Never: the network, threads or the clock; time
//! is what the caller says it is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::address::{self, Reach};
use super::judge::Answer;
use super::ledger::{Status, Trouble};
use super::walk::{Pace, Reply, Step, Walk, status};

/// After so many links in a row for which a host gave no answer at all, it is not asked for the others.
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
    /// Links in a row without any answer.
    faults: u8,
    /// It is not asked any more in this run: every further link gets this answer.
    closed: Option<Status>,
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

/// A link with its answer.
pub(super) type Settled = (Box<str>, Answer);

impl Queue {
    /// A queue of the addresses of links. The hosts come in turn.
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
        let name = address::host(&walk.url);
        let link = walk.link.clone();
        let step = walk.after(reply, &self.pace, self.reach);
        let host = self.hosts.entry(name.clone()).or_default();
        host.is_asked = false;
        let mut settled = Vec::new();
        let mut pause = self.pace.pause;
        let mut elsewhere = None;
        match step {
            Step::Ask(next, wait) => {
                pause = pause.max(wait);
                if address::host(&next.url) == name {
                    host.waiting.push_front(next);
                } else {
                    elsewhere = Some(next);
                }
            }
            Step::End(answer) => {
                host.note(reply);
                settled.push((link, answer));
            }
        }
        host.free_at = now + pause;
        settled.extend(host.closed.map(|closed| host.turn_away(closed)).into_iter().flatten());
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
        if let Some(closed) = host.closed {
            return Some((walk.link, Answer { status: closed, moved: None }));
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
    fn note(&mut self, reply: &Reply) {
        match reply {
            Reply::Failed(Trouble::NoSuchHost) => self.closed = Some(status(reply)),
            Reply::Failed(
                Trouble::NoConnection | Trouble::Timeout | Trouble::Insecure | Trouble::Private,
            ) => {
                self.faults += 1;
                if self.faults >= FAULTS {
                    self.closed = Some(status(reply));
                }
            }
            // It said how long it wants to be left alone, or that it is asked too much.
            Reply::Answered { code: 429, .. } | Reply::Answered { code: 503, retry_after: Some(_), .. } => {
                self.closed = Some(status(reply));
            }
            _ => self.faults = 0,
        }
    }

    fn turn_away(&mut self, closed: Status) -> Vec<Settled> {
        let waiting = std::mem::take(&mut self.waiting);
        waiting.into_iter().map(|walk| (walk.link, Answer { status: closed, moved: None })).collect()
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
                for (link, answer) in queue.replied(walk, &reply, Duration::from_secs(now)) {
                    let twice = settled.insert(link.to_string(), answer.status.to_string());
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
        assert!(settled.values().all(|status| status == "timeout"));
        let (log, settled) = run(&links, 4, |_| Reply::Failed(Trouble::NoSuchHost));
        assert_eq!((log.len(), settled.len()), (1, 100));
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
            (2, "429", "200")
        );
        let (log, settled) = run(&links, 4, |url| if url.contains("a.org") { busy(30) } else { code(200) });
        let times: Vec<u64> =
            log.iter().filter(|(_, url)| url.contains("a.org")).map(|(at, _)| *at).collect();
        assert_eq!((times, settled.len()), (vec![0, 31], 4));
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
