//! Connections: as many as the system allows, and never one that keeps the next from being answered.
//!
//! In: sockets that listen. Out: each connection's requests, handed on. Never: a request's meaning.
//!
//! When all places are taken, one is made free: that of the connection which is needed least. Those that have asked for
//! nothing go first, then those that are idle, then those that are being answered, then pages that listen for changes; among
//! equals the one that has been so for longest. What has just come is given a moment, so that it can say what it wants.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Waiting, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::Response;
use futures_util::stream::Stream;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinSet};

use super::gate::Ends;
use super::{Server, answers, own};

/// Files that the program needs for itself: watches, manuscripts being read, the terminal.
const RESERVED: u64 = 128;

/// More connections than these serve nobody.
const MOST: u64 = 2048;

/// How long the head of a request may take, and how long a connection may be idle.
const PATIENCE: Duration = Duration::from_secs(20);

/// The bytes that a connection may have waiting for either side.
const BUFFER: usize = 64 * 1024;

/// How long a connection stays as it is before another may take its place, if there is any that stayed for longer.
const MOMENT: Duration = Duration::from_secs(2);

/// How long to wait where the system refuses a connection.
const REFUSED: Duration = Duration::from_millis(20);

/// Accepts connections for as long as the program runs.
pub(super) async fn accept_all(listeners: Vec<TcpListener>, server: Arc<Server>) {
    let places = Arc::new(Places::new(allowed(limit())));
    let router = answers::router(server);
    let mut loops = JoinSet::new();
    for listener in listeners {
        loops.spawn(accept(listener, router.clone(), Arc::clone(&places)));
    }
    while loops.join_next().await.is_some() {}
}

async fn accept(listener: TcpListener, router: Router, places: Arc<Places>) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let permit = places.place().await;
                begin(stream, peer, &router, &places, permit);
            }
            // No error of the moment is a reason to accept none any more. What the system lacks, one fewer gives back.
            Err(_) => {
                places.free_one();
                tokio::time::sleep(REFUSED).await;
            }
        }
    }
}

/// The files that the system lets the program have open.
fn limit() -> u64 {
    #[cfg(unix)]
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let limit = None;
    limit.unwrap_or(u64::MAX)
}

/// How many connections there may be under such a limit.
fn allowed(limit: u64) -> usize {
    let allowed = limit.saturating_sub(RESERVED.min(limit / 2)).clamp(8, MOST);
    usize::try_from(allowed).unwrap_or(8)
}

/// How much a connection is needed, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// It has asked for nothing yet.
    New,
    /// It was answered, and may ask again.
    Idle,
    /// It is being answered.
    Busy,
    /// It listens for changes.
    Listening,
}

impl Need {
    const ALL: [Self; 4] = [Self::New, Self::Idle, Self::Busy, Self::Listening];
}

/// The places for connections, and who has them.
struct Places {
    free: Arc<Semaphore>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    /// Counts upwards with each change of a connection.
    moment: u64,
    /// The least needed first, and since when they are so.
    connections: BTreeMap<(Need, u64), (AbortHandle, Instant)>,
}

impl Taken {
    fn enter(&mut self, need: Need, connection: AbortHandle) -> (Need, u64) {
        self.moment += 1;
        let key = (need, self.moment);
        self.connections.insert(key, (connection, Instant::now()));
        key
    }

    /// The connection that is needed least.
    fn least(&self) -> Option<(Need, u64)> {
        let oldest_of = |need| self.connections.range((need, 0)..=(need, u64::MAX)).next();
        let oldest: Vec<_> = Need::ALL.into_iter().filter_map(oldest_of).collect();
        let settled = oldest.iter().find(|(_, (_, since))| since.elapsed() > MOMENT);
        // Where all have just come, the page that listens is the one that an author has open.
        let earliest = || oldest.iter().min_by_key(|((need, moment), _)| (*need == Need::Listening, *moment));
        settled.or_else(earliest).map(|(key, _)| **key)
    }
}

impl Places {
    fn new(places: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(places)), taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place; if there is none, one is made free.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
            return Some(permit);
        }
        self.free_one();
        Arc::clone(&self.free).acquire_owned().await.ok()
    }

    /// Ends the connection that is needed least.
    fn free_one(&self) {
        let mut taken = self.taken();
        let least = taken.least();
        if let Some((connection, _)) = least.and_then(|key| taken.connections.remove(&key)) {
            connection.abort();
        }
    }
}

/// The place of one connection.
struct Seat {
    places: Arc<Places>,
    /// Where it stands among the others; `None` before it has begun and after it was ended.
    key: Mutex<Option<(Need, u64)>>,
}

impl Seat {
    fn key(&self) -> MutexGuard<'_, Option<(Need, u64)>> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, connection: AbortHandle) {
        let mut key = self.key();
        *key = Some(self.places.taken().enter(Need::New, connection));
    }

    fn becomes(&self, need: Need) {
        let mut key = self.key();
        let mut taken = self.places.taken();
        let Some((connection, _)) = key.and_then(|key| taken.connections.remove(&key)) else { return };
        *key = Some(taken.enter(need, connection));
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let key = self.key().take();
        if let Some(key) = key {
            self.places.taken().connections.remove(&key);
        }
    }
}

/// Serves a connection on a task of its own.
fn begin(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    places: &Arc<Places>,
    permit: Option<OwnedSemaphorePermit>,
) {
    let Ok(local) = stream.local_addr() else { return };
    // Answers are written whole; waiting for more to send with them would only delay them.
    let _ = stream.set_nodelay(true);
    let ends = Ends { local, peer };
    let router = router.clone();
    let seat = Arc::new(Seat { places: Arc::clone(places), key: Mutex::new(None) });
    let entering = Arc::clone(&seat);
    let (enter, entered) = tokio::sync::oneshot::channel();
    let task = tokio::spawn(async move {
        // Held until the socket is closed, which is before it by the order of this block.
        let _permit = permit;
        if entered.await.is_ok() {
            serve(stream, ends, router, seat).await;
        }
    });
    entering.enter(task.abort_handle());
    let _ = enter.send(());
}

async fn serve(stream: TcpStream, ends: Ends, router: Router, seat: Arc<Seat>) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        let listens = request.uri().path() == own::EVENTS;
        seat.becomes(if listens { Need::Listening } else { Need::Busy });
        request.extensions_mut().insert(ends);
        let answer = TowerToHyperService::new(router.clone()).call(request.map(Body::new));
        let seat = Arc::clone(&seat);
        async move {
            let Ok(response) = answer.await;
            Ok::<Response, Infallible>(response.map(|body| Body::from_stream(Sent { body, _end: End(seat) })))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that broke has nobody to be told.
    let _ = connection.await;
}

/// A body that tells when it was sent.
struct Sent {
    body: Body,
    _end: End,
}

/// When this is dropped, the connection has its answer.
struct End(Arc<Seat>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.becomes(Need::Idle);
    }
}

impl Stream for Sent {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, waiting: &mut Waiting<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(waiting));
            match frame.map(|frame| frame.map(|frame| frame.into_data())) {
                Some(Ok(Ok(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                // Nothing but data is sent.
                Some(Ok(Err(_))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_leave_room_for_the_program() {
        assert_eq!(allowed(1024), 896);
        assert_eq!(allowed(256), 128);
        assert_eq!(allowed(10), 8);
        assert_eq!(allowed(u64::MAX), 2048);
    }

    #[test]
    fn the_connection_that_is_needed_least_makes_room() {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            let places = Arc::new(Places::new(4));
            let seats: Vec<_> = [Need::Listening, Need::Busy, Need::Idle, Need::New, Need::New]
                .into_iter()
                .map(|need| {
                    let task = tokio::spawn(std::future::pending::<()>());
                    let seat = Seat { places: Arc::clone(&places), key: Mutex::new(None) };
                    seat.enter(task.abort_handle());
                    seat.becomes(need);
                    (task, seat)
                })
                .collect();
            // Where none has been so for long, the earliest goes, and the page that listens last.
            assert_eq!(places.taken().least().map(|(need, _)| need), Some(Need::Busy));
            let long_ago = Instant::now().checked_sub(MOMENT * 2).unwrap();
            places.taken().connections.values_mut().for_each(|(_, since)| *since = long_ago);
            for ended in [3, 4, 2, 1, 0] {
                let before: Vec<bool> = seats.iter().map(|(task, _)| task.is_finished()).collect();
                places.free_one();
                tokio::task::yield_now().await;
                for (at, (task, _)) in seats.iter().enumerate() {
                    assert_eq!(task.is_finished(), before[at] || at == ended, "connection {at}, not {ended}");
                }
            }
            // What was ended stays so, whatever its task still says.
            seats.iter().for_each(|(_, seat)| seat.becomes(Need::Busy));
            assert!(places.taken().connections.is_empty());
        });
    }
}
