//! The addresses below `/_offprint/`, which the preview's own script asks for.
//!
//! In: requests of that script. Out: its code, what it shows, and an editor that opens. Never: anything of the site's pages.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use include_dir::{Dir, include_dir};
use offprint::preview::Preview;
use serde::{Deserialize, Serialize};

use super::answers::{decoded, text, with_length};
use super::gate::{self, Ends};
use super::{Server, editor};

/// The script's modules and its style.
static CLIENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/serve/client");

/// Where pages listen for changes.
pub(super) const EVENTS: &str = "/_offprint/events";

/// The longest request to open an editor.
const LONGEST: usize = 8 * 1024;

/// How long such a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn router() -> Router<Arc<Server>> {
    Router::new()
        .route("/_offprint/{file}", get(client))
        .route(EVENTS, get(events))
        .route("/_offprint/state", get(state))
        .route("/_offprint/places", get(places))
        .route("/_offprint/open", post(open))
}

async fn client(UrlPath(name): UrlPath<String>) -> Response {
    let Some(file) = CLIENT.get_file(&name) else {
        return text(StatusCode::NOT_FOUND, "The preview has no such file.");
    };
    let kind = if name.ends_with(".css") { "css" } else { "javascript" };
    let bytes = Bytes::from_static(file.contents());
    with_length(StatusCode::OK, &format!("text/{kind}; charset=utf-8"), bytes.len() as u64, Body::from(bytes))
}

async fn events(State(server): State<Arc<Server>>) -> Response {
    server.news.listen(Arc::clone(&server.preview), server.run.clone())
}

async fn state(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    about_page(&server, &uri, Preview::state).await
}

async fn places(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    about_page(&server, &uri, Preview::places).await
}

/// Answers a question about the page that a request names.
async fn about_page<T: Serialize + Send + 'static>(
    server: &Server,
    uri: &Uri,
    question: fn(&Preview, &str) -> T,
) -> Response {
    let Some(page) = page_of(uri.query().unwrap_or_default()) else {
        return text(StatusCode::BAD_REQUEST, "The page is missing: add `?page=` and its path.");
    };
    let answer = server.ask(move |preview| serde_json::to_vec(&question(preview, &page))).await;
    match answer {
        Ok(Ok(json)) => with_length(StatusCode::OK, "application/json", json.len() as u64, Body::from(json)),
        Ok(Err(error)) => text(StatusCode::INTERNAL_SERVER_ERROR, &format!("This can't be said: {error}.")),
        Err(reason) => text(StatusCode::INTERNAL_SERVER_ERROR, reason),
    }
}

/// The value of `page`, which is a path as the site writes it.
fn page_of(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("page="))?;
    decoded(&value.replace('+', "%20"))
}

/// A place that the author wants to see in the editor.
#[derive(Debug, Deserialize)]
struct Wish {
    path: String,
    #[serde(default = "first")]
    line: usize,
    #[serde(default = "first")]
    column: usize,
}

fn first() -> usize {
    1
}

async fn open(
    State(server): State<Arc<Server>>,
    Extension(ends): Extension<Ends>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(header::HOST.as_str()).unwrap_or_default();
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let known = header("x-offprint-token").is_some_and(|token| token == server.token);
    if !known || !gate::is_own(origin, host) {
        return text(
            StatusCode::FORBIDDEN,
            "Only the pages of this preview open an editor; load the page again.",
        );
    }
    if !ends.are_one_machine() {
        return text(
            StatusCode::FORBIDDEN,
            "An editor is only opened for a browser on the machine that serves.",
        );
    }
    let body = tokio::time::timeout(PATIENCE, to_bytes(body, LONGEST)).await;
    let wish = body.ok().and_then(Result::ok).and_then(|body| serde_json::from_slice::<Wish>(&body).ok());
    let Some(wish) = wish else {
        return text(
            StatusCode::BAD_REQUEST,
            "This is no place: send JSON with `path`, `line` and `column`.",
        );
    };
    let path = wish.path.clone();
    match server.ask(move |preview| preview.source(&path)).await {
        Ok(Some(file)) => started(&server, &file, &wish).await,
        Ok(None) => text(StatusCode::NOT_FOUND, "The site has no such file."),
        Err(reason) => text(StatusCode::INTERNAL_SERVER_ERROR, reason),
    }
}

async fn started(server: &Server, file: &Path, wish: &Wish) -> Response {
    let file = server.folder.join(file);
    let place = editor::Place { file: &file.to_string_lossy(), line: wish.line, column: wish.column };
    let started = editor::command(&server.editors, &place);
    match started.and_then(|words| editor::start(&words, &server.folder)) {
        Ok(()) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Err(reason) => text(StatusCode::SERVICE_UNAVAILABLE, &reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_in_the_query() {
        assert_eq!(page_of("page=%2Fpapers%2Fx%2F").as_deref(), Some("/papers/x/"));
        assert_eq!(page_of("a=b&page=/papers/").as_deref(), Some("/papers/"));
        assert_eq!(page_of("page=%2Fa%20b%2F").as_deref(), Some("/a b/"));
        assert_eq!((page_of(""), page_of("pages=/x/"), page_of("page=%ff")), (None, None, None));
    }
}
