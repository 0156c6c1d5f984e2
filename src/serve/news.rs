//! What open pages are told, as server-sent events.
//!
//! In: changes. Out: a stream for each page that listens. Never: waiting for a page: one that reads too slowly misses what it
//! could not take, and is greeted again, by which it knows to catch up.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use offprint::preview::{Change, Preview};
use serde_json::json;
use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

/// Changes that are kept for a page that reads slowly.
const KEPT: usize = 16;

/// How often a quiet stream shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How soon a page comes back when the server is gone.
const RETRY: Duration = Duration::from_millis(500);

/// Tells pages of changes.
#[derive(Debug)]
pub(super) struct News {
    sender: Sender<Arc<str>>,
    /// Whether pages go to what was saved.
    follow: bool,
}

impl News {
    pub(super) fn new(follow: bool) -> Self {
        Self { sender: broadcast::channel(KEPT).0, follow }
    }

    /// Tells every page.
    pub(super) fn tell(&self, change: &Change) {
        let data = json!({
            "generation": change.generation,
            "moved": change.moved,
            "replaced": change.replaced,
            "edited": change.edited,
            "follow": self.follow,
        });
        // Nobody listening is no failure.
        let _ = self.sender.send(data.to_string().into());
    }

    /// A stream for one page.
    pub(super) fn listen(&self, preview: Arc<Preview>, run: String) -> Response {
        // Listening before the greeting is made, so that no change is between the two.
        let listener = Listener { changes: self.sender.subscribe(), preview, run, greeted: false };
        let events = stream::unfold(listener, |mut listener| async {
            let event = listener.next().await?;
            Some((Ok::<_, Infallible>(event), listener))
        });
        Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
    }
}

struct Listener {
    changes: Receiver<Arc<str>>,
    preview: Arc<Preview>,
    run: String,
    greeted: bool,
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            self.greeted = true;
            return Some(self.hello());
        }
        match self.changes.recv().await {
            Ok(change) => Some(Event::default().event("change").data(&*change)),
            Err(RecvError::Lagged(_)) => Some(self.hello()),
            Err(RecvError::Closed) => None,
        }
    }

    fn hello(&self) -> Event {
        let data = json!({ "generation": self.preview.generation(), "run": self.run });
        Event::default().event("hello").retry(RETRY).data(data.to_string())
    }
}
