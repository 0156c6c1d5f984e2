//! Asking: some threads that do what the queue says.
//!
//! In: a queue, and a function that sends a request. Out: each link with what came of it, as it comes. Never: deciding anything.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::queue::{Next, Queue, Settled};
use super::walk::{Part, Reply};

/// Sends a request; called from many threads.
pub(super) type Send<'a> = &'a (dyn Fn(&str, Part) -> Reply + Sync);

/// Asks for everything in a queue, with so many requests at once; `settled` is told of each link, and not by two threads at once.
pub(super) fn all(
    queue: Queue,
    at_once: usize,
    send: Send<'_>,
    settled: &mut (dyn FnMut(Settled) + std::marker::Send),
) {
    let begun = Instant::now();
    let queue = Mutex::new(queue);
    let settled = Mutex::new(settled);
    let replied = Condvar::new();
    let work = || {
        let mut held = lock(&queue);
        loop {
            match held.next(begun.elapsed()) {
                Next::Done => break,
                Next::Idle => held = replied.wait(held).unwrap_or_else(PoisonError::into_inner),
                Next::Wait(time) => {
                    held = replied.wait_timeout(held, time).unwrap_or_else(PoisonError::into_inner).0;
                }
                Next::Ask(walk) => {
                    drop(held);
                    let reply = send(&walk.url, walk.part);
                    held = lock(&queue);
                    let done = held.replied(walk, &reply, begun.elapsed());
                    replied.notify_all();
                    if !done.is_empty() {
                        drop(held);
                        let mut tell = lock(&settled);
                        done.into_iter().for_each(|link| (**tell)(link));
                        drop(tell);
                        held = lock(&queue);
                    }
                }
            }
        }
        // Those that wait for a reply are told that none will come.
        replied.notify_all();
    };
    thread::scope(|scope| {
        // A thread that can't be had is one fewer; this one works in any case.
        let others = (1..at_once.max(1)).map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok());
        let _others: Vec<_> = others.collect();
        work();
    });
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::super::address::{Reach, host};
    use super::super::queue::Outcome;
    use super::super::walk::Pace;
    use super::*;

    #[test]
    fn every_link_is_told_once_and_no_host_is_asked_twice_at_once() {
        let pace =
            Pace { pause: Duration::ZERO, again_after: vec![Duration::from_millis(1)], ..Pace::default() };
        let links: Vec<String> = (0..600).map(|n| format!("https://h{}.org/{n}", n % 37)).collect();
        let queue = Queue::new(links.iter().map(String::as_str), pace, Reach::Public);
        let open = Mutex::new(BTreeSet::new());
        let send = |url: &str, _: Part| {
            assert!(lock(&open).insert(host(url)), "two at once: {url}");
            thread::yield_now();
            assert!(lock(&open).remove(&host(url)));
            Reply::Answered {
                code: if url.ends_with('3') { 500 } else { 200 },
                location: None,
                retry_after: None,
            }
        };
        let mut told = Vec::new();
        all(queue, 8, &send, &mut |(link, outcome)| {
            let Outcome::Answered(answer) = outcome else { panic!("{link} was passed over") };
            told.push((link, answer.status.to_string()));
        });
        assert_eq!(told.len(), 600);
        assert_eq!(told.iter().map(|(link, _)| link.clone()).collect::<BTreeSet<_>>().len(), 600);
        assert!(told.iter().all(|(link, status)| status == if link.ends_with('3') { "500" } else { "200" }));
    }
}
