//! The way from a link to an answer: redirects, and what is tried again.
//!
//! In: a step of the way and what came of it. Out: the next step, or the [`Answer`]. Never: the network, or waiting.

use std::time::Duration;

use super::address::{self, Reach, Unfit};
use super::judge::Answer;
use super::ledger::{Status, Trouble};

/// More redirects than any site needs; browsers give up after 20.
const MOST_HOPS: u8 = 10;

/// How patient a check is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Between two requests to a host.
    pub pause: Duration,
    /// Before each further try after a fault that may pass.
    pub again_after: Vec<Duration>,
    /// The longest time that a host may ask for; one that asks for more is left alone until the next run.
    pub longest_wait: Duration,
    /// For an answer to a single request, connecting included.
    pub timeout: Duration,
    /// Hosts asked at once.
    pub at_once: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            pause: Duration::from_secs(1),
            again_after: vec![Duration::from_secs(2), Duration::from_secs(10)],
            longest_wait: Duration::from_secs(60),
            timeout: Duration::from_secs(20),
            at_once: 16,
        }
    }
}

/// How much of what stands at an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One byte: enough to see that something is there, and no burden to who answers.
    FirstByte,
    /// The whole, as a browser does, for servers that can't do otherwise. It is not read.
    Whole,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// An answer.
    Answered {
        /// Its number.
        code: u16,
        /// Where a redirect leads.
        location: Option<Box<str>>,
        /// How long the host asks not to be asked.
        retry_after: Option<Duration>,
    },
    /// None.
    Failed(Trouble),
}

/// A link on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Walk {
    /// The address that the link has.
    pub(super) link: Box<str>,
    /// The address that is asked next.
    pub(super) url: Box<str>,
    /// What of it.
    pub(super) part: Part,
    /// Where the redirects that are for good have led so far.
    moved: Option<Box<str>>,
    /// Whether a redirect on the way was for the time being.
    is_detour: bool,
    hops: u8,
    /// How often it was tried again.
    pub(super) tries: usize,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Another request, after this time at the least.
    Ask(Walk, Duration),
    /// Nothing.
    End(Answer),
}

impl Walk {
    pub(super) fn new(link: &str) -> Self {
        Self {
            link: link.into(),
            url: link.into(),
            part: Part::FirstByte,
            moved: None,
            is_detour: false,
            hops: 0,
            tries: 0,
        }
    }

    /// What comes after a reply.
    pub(super) fn after(self, reply: &Reply, pace: &Pace, reach: Reach) -> Step {
        match reply {
            Reply::Failed(Trouble::NoConnection | Trouble::NoLookup | Trouble::Timeout) => {
                self.again(reply, None, pace)
            }
            Reply::Failed(trouble) => self.end(Status::Trouble(*trouble)),
            Reply::Answered { code, location, retry_after } => match code {
                // A part of what is there is there.
                206 => self.end(Status::Code(200)),
                200..=299 => self.end(Status::Code(*code)),
                301 | 302 | 303 | 307 | 308 => self.follow(*code, location.as_deref(), reach),
                429 | 500..=599 if self.part == Part::Whole || *code == 429 || retry_after.is_some() => {
                    self.again(reply, *retry_after, pace)
                }
                // What is not good is believed when it is said to a request that any browser makes.
                _ if self.part == Part::FirstByte => {
                    Step::Ask(Self { part: Part::Whole, ..self }, Duration::ZERO)
                }
                _ => self.end(Status::Code(*code)),
            },
        }
    }

    fn again(self, reply: &Reply, wish: Option<Duration>, pace: &Pace) -> Step {
        let status = status(reply);
        match pace.again_after.get(self.tries) {
            Some(usual) if wish.is_none_or(|wish| wish <= pace.longest_wait) => {
                let wait = wish.map_or(*usual, |wish| wish.max(*usual));
                Step::Ask(Self { tries: self.tries + 1, part: Part::Whole, ..self }, wait)
            }
            _ => self.end(status),
        }
    }

    fn follow(self, code: u16, location: Option<&str>, reach: Reach) -> Step {
        let next = location.map(|location| address::redirected(&self.url, location, reach));
        match next {
            _ if self.hops == MOST_HOPS => self.end(Status::Trouble(Trouble::Redirects)),
            Some(Ok(url)) => {
                let is_detour = self.is_detour || !matches!(code, 301 | 308);
                let moved = if is_detour { self.moved } else { Some(url.clone()) };
                let hops = self.hops + 1;
                Step::Ask(Self { url, moved, is_detour, hops, part: Part::FirstByte, ..self }, Duration::ZERO)
            }
            Some(Err(Unfit::Private)) => self.end(Status::Trouble(Trouble::Private)),
            Some(Err(Unfit::Credentials | Unfit::Unreadable)) | None => {
                self.end(Status::Trouble(Trouble::Garbled))
            }
        }
    }

    fn end(self, status: Status) -> Step {
        // A way that ends where it began (to set a cookie, say) is no move.
        let moved = self.moved.filter(|moved| *moved != self.link);
        Step::End(Answer { status, moved })
    }
}

/// The status that a reply alone would be.
pub(super) fn status(reply: &Reply) -> Status {
    match reply {
        Reply::Answered { code, .. } => Status::Code(*code),
        Reply::Failed(trouble) => Status::Trouble(*trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: u16) -> Reply {
        Reply::Answered { code, location: None, retry_after: None }
    }

    fn to(code: u16, location: &str) -> Reply {
        Reply::Answered { code, location: Some(location.into()), retry_after: None }
    }

    fn wait(code: u16, seconds: u64) -> Reply {
        Reply::Answered { code, location: None, retry_after: Some(Duration::from_secs(seconds)) }
    }

    /// The end of a way, where it leads on the way, and how long is waited, if the replies come in this order.
    fn way(replies: &[Reply]) -> (String, Option<Box<str>>, u64) {
        let mut walk = Walk::new("https://a.org/x");
        let mut waited = 0;
        for (n, reply) in replies.iter().enumerate() {
            match walk.after(reply, &Pace::default(), Reach::Public) {
                Step::Ask(next, wait) => {
                    waited += wait.as_secs();
                    walk = next;
                }
                Step::End(answer) => {
                    assert_eq!(n + 1, replies.len(), "an end before the last reply");
                    return (answer.status.to_string(), answer.moved, waited);
                }
            }
        }
        (format!("asks {} {:?}", walk.url, walk.part), None, waited)
    }

    fn end(status: &str, waited: u64) -> (String, Option<Box<str>>, u64) {
        (status.to_owned(), None, waited)
    }

    #[test]
    fn what_is_good_is_asked_once() {
        for good in [200, 203, 204, 206] {
            assert_eq!(
                way(&[code(good)]),
                end(if good == 206 { "200".into() } else { good.to_string() }.as_str(), 0)
            );
        }
    }

    #[test]
    fn what_is_not_good_is_asked_as_browsers_do() {
        for bad in [304, 400, 401, 403, 404, 405, 410, 416, 451, 500, 501, 999] {
            assert_eq!(way(&[code(bad)]), end("asks https://a.org/x Whole", 0), "{bad}");
            assert_eq!(way(&[code(bad), code(200)]), end("200", 0), "{bad}");
        }
        for bad in [304, 400, 401, 403, 404, 405, 410, 416, 451, 999] {
            assert_eq!(way(&[code(bad), code(bad)]), end(&bad.to_string(), 0), "{bad}");
        }
    }

    #[test]
    fn what_may_pass_is_tried_three_times() {
        assert_eq!(way(&[code(500), code(500), code(500), code(503)]), end("503", 12));
        assert_eq!(way(&[code(500), code(500), code(200)]), end("200", 2));
        assert_eq!(way(&[code(429), code(429), code(429)]), end("429", 12));
        let silent = Reply::Failed(Trouble::Timeout);
        let broken = Reply::Failed(Trouble::NoConnection);
        assert_eq!(way(&[silent.clone(), broken, silent]), end("timeout", 12));
        for trouble in [Trouble::NoSuchHost, Trouble::Insecure, Trouble::Garbled, Trouble::Private] {
            assert_eq!(way(&[Reply::Failed(trouble)]), end(&Status::Trouble(trouble).to_string(), 0));
        }
    }

    #[test]
    fn a_host_says_how_long_it_wants_to_be_left_alone() {
        assert_eq!(way(&[wait(429, 5), wait(503, 30), code(200)]), end("200", 35));
        assert_eq!(way(&[wait(503, 0), code(200)]), end("200", 2));
        assert_eq!(way(&[wait(429, 60), code(200)]), end("200", 60));
        assert_eq!(way(&[wait(429, 61)]), end("429", 0));
        assert_eq!(way(&[wait(503, 86_400)]), end("503", 0));
    }

    #[test]
    fn a_move_is_what_redirects_for_good_lead_to() {
        let moved = |replies: &[Reply]| way(replies).1;
        assert_eq!(moved(&[to(301, "/y"), code(200)]).as_deref(), Some("https://a.org/y"));
        assert_eq!(moved(&[to(308, "/y"), to(301, "//b.org"), code(200)]).as_deref(), Some("https://b.org/"));
        assert_eq!(moved(&[to(301, "/y"), to(302, "/z"), code(200)]).as_deref(), Some("https://a.org/y"));
        assert_eq!(moved(&[to(302, "/y"), to(301, "/z"), code(200)]), None);
        assert_eq!(moved(&[to(307, "/y"), code(200)]), None);
        assert_eq!(moved(&[to(301, "/y"), to(301, "/x"), code(200)]), None);
    }

    #[test]
    fn redirects_end() {
        let mut chain = vec![to(302, "/next"); 10];
        assert_eq!(way(&chain).0, "asks https://a.org/next FirstByte");
        chain.push(to(302, "/next"));
        assert_eq!(way(&chain), end("redirects", 0));
        assert_eq!(way(&[code(301)]), end("garbled", 0));
        assert_eq!(way(&[to(301, "http://[")]), end("garbled", 0));
        assert_eq!(way(&[to(301, "https://a:b@b.org/")]), end("garbled", 0));
        assert_eq!(way(&[to(301, "http://169.254.169.254/")]), end("private", 0));
        assert_eq!(way(&[to(301, "/y"), code(404), code(404)]).0, "404");
    }
}
