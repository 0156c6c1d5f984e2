//! Work that waits for others, done by several at once.
//!
//! In: a list, and what is to be done with each part of it. Out: the results in the same order. Never: more at once than asked.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::report::Failure;

/// Does the work for each; nothing new is begun after a failure, which is returned.
///
/// These are threads of their own and not rayon's: they wait for a disk or a network, and the processors are free for others.
pub(super) fn each<T: Sync, R: Send>(
    workers: usize,
    all: &[T],
    work: impl Fn(&T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let results: Mutex<Vec<(usize, Result<R, Failure>)>> = Mutex::new(Vec::with_capacity(all.len()));
    let one = || {
        while !stopped.load(Relaxed) {
            let index = next.fetch_add(1, Relaxed);
            let Some(part) = all.get(index) else { break };
            let result = work(part);
            stopped.fetch_or(result.is_err(), Relaxed);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.min(all.len()) {
            scope.spawn(one);
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let all: Vec<usize> = (0..100).collect();
        let doubled = each(7, &all, |n| Ok(n * 2)).unwrap();
        assert_eq!(doubled, (0..100).map(|n| n * 2).collect::<Vec<_>>());
        assert!(each(7, &[], |n: &usize| Ok(*n)).unwrap().is_empty());
    }

    #[test]
    fn nothing_is_begun_after_a_failure() {
        let begun = AtomicUsize::new(0);
        let all: Vec<usize> = (0..1000).collect();
        let result = each(1, &all, |n| {
            begun.fetch_add(1, Relaxed);
            if *n == 3 { Err(Failure::new("no")) } else { Ok(()) }
        });
        assert_eq!((result, begun.into_inner()), (Err(Failure::new("no")), 4));
    }
}
