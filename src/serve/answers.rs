//! Requests for what the site has, answered.
//!
//! In: requests. Out: responses, each with the same policy as a published site and what the preview's own script needs.
//! Never: a look at the disk by a path that a request gave: addresses are looked up in the site's table.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use offprint::preview::Answer;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::gate::Ends;
use super::ranges::{self, Wanted};
use super::{Server, own, page, reading};

/// What the README recommends for a published site, and what the preview's own script needs.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'";

/// Characters that an address has no room for in a header.
const UNSENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%').add(b'?').add(b'#');

/// All that is answered.
pub(super) fn router(server: Arc<Server>) -> Router {
    own::router()
        .fallback(site)
        .layer(middleware::from_fn_with_state(Arc::clone(&server), around))
        .with_state(server)
}

/// What holds for every request and every answer.
async fn around(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = if is_admitted(&server, &request) {
        next.run(request).await
    } else {
        text(
            StatusCode::FORBIDDEN,
            "This request names another host than the one that offprint serves. Open the address that offprint \
             printed; if this machine has a name of its own, give it with `offprint serve --host NAME`.",
        )
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let only_here = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(only_here, HeaderValue::from_static("same-origin"));
    // What has an ETag of its own has said so already.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether every name that the request gives is this server's; one is enough to be asked for, none is too few.
fn is_admitted(server: &Server, request: &Request) -> bool {
    let Some(ends) = request.extensions().get::<Ends>() else { return false };
    let mut names: Vec<&str> = Vec::new();
    for host in request.headers().get_all(header::HOST) {
        let Ok(host) = host.to_str() else { return false };
        names.push(host);
    }
    names.extend(request.uri().authority().map(|authority| authority.as_str()));
    !names.is_empty() && names.iter().all(|name| ends.admit(name, server.name.as_deref()))
}

/// A sentence for people.
pub(super) fn text(status: StatusCode, sentence: &str) -> Response {
    let body = Bytes::from(format!("{sentence}\n"));
    with_length(status, "text/plain; charset=utf-8", body.len() as u64, Body::from(body))
}

/// A response whose body has this length.
pub(super) fn with_length(status: StatusCode, media_type: &str, len: u64, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, len.into());
    if let Ok(media_type) = HeaderValue::from_str(media_type) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    response
}

/// The address of a request or of a parameter, as the site writes it.
pub(super) fn decoded(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    (!path.contains('\0')).then(|| path.into_owned())
}

/// What stands at an address of the site.
async fn site(State(server): State<Arc<Server>>, request: Request) -> Response {
    // The body is left unread: no page has a use for one.
    let (request, _) = request.into_parts();
    if ![Method::GET, Method::HEAD].contains(&request.method) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "Pages can only be read.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some(path) = decoded(request.uri.path()) else {
        return text(StatusCode::BAD_REQUEST, "This address is not text in UTF-8.");
    };
    match server.ask(move |preview| preview.answer(&path)).await {
        Ok(answer) => respond(&server, answer, &request).await,
        Err(reason) => text(StatusCode::INTERNAL_SERVER_ERROR, reason),
    }
}

async fn respond(server: &Server, answer: Answer, request: &Parts) -> Response {
    let asked = Asked::of(request);
    match answer {
        Answer::Page { html, etag, found, provisional } => {
            let status = if found { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let script = page::script(&server.token, &etag, provisional);
            let parts = page::with_script(Bytes::from_owner(html), script);
            page_response(status, parts, &format!("\"{etag}\""), &asked)
        }
        Answer::Bytes { bytes, media_type, etag } => {
            let thing = Thing { len: bytes.len() as u64, media_type, etag: format!("\"{etag}\"") };
            let bytes = Bytes::from_owner(bytes);
            part_response(&thing, &asked, |range| {
                let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(bytes.len());
                Body::from(bytes.slice(at(range.start)..at(range.end)))
            })
        }
        Answer::File { path, media_type } => match reading::look(path).await {
            Ok(file) => {
                let thing = Thing { len: file.len(), media_type, etag: format!("\"{}\"", file.etag()) };
                part_response(&thing, &asked, |range| file.body(range))
            }
            Err(error) => {
                text(StatusCode::NOT_FOUND, &format!("The file of this address can't be read: {error}."))
            }
        },
        Answer::Moved(to) => moved(&to, request.uri.query()),
        Answer::Failed { provisional } => {
            let etag = "0";
            let script = page::script(&server.token, etag, provisional);
            let parts = page::with_script(Bytes::from_static(page::EMPTY.as_bytes()), script);
            page_response(StatusCode::INTERNAL_SERVER_ERROR, parts, "\"0\"", &asked)
        }
    }
}

/// The headers of a request that say how much of a thing is wanted.
struct Asked<'a> {
    headers: &'a HeaderMap,
    method: &'a Method,
}

impl<'a> Asked<'a> {
    fn of(request: &'a Parts) -> Self {
        Self { headers: &request.headers, method: &request.method }
    }

    fn header(&self, name: HeaderName) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn knows(&self, etag: &str) -> bool {
        ranges::is_known(self.header(header::IF_NONE_MATCH), etag)
    }

    fn wants(&self, etag: &str, len: u64) -> Wanted {
        let counts = self.method == Method::GET && ranges::is_current(self.header(header::IF_RANGE), etag);
        ranges::wanted(self.header(header::RANGE).filter(|_| counts), len)
    }
}

/// Something that is not a page.
struct Thing {
    len: u64,
    media_type: &'static str,
    etag: String,
}

/// A page. No browser keeps it: the script that is added to it differs from run to run, and the ETag does not tell.
fn page_response(status: StatusCode, parts: [Bytes; 3], etag: &str, asked: &Asked<'_>) -> Response {
    let mut response = if status == StatusCode::OK && asked.knows(etag) {
        unchanged()
    } else {
        let len = parts.iter().map(|part| part.len() as u64).sum();
        let parts = parts.into_iter().map(Ok::<_, std::convert::Infallible>);
        let body = Body::from_stream(futures_util::stream::iter(parts));
        with_length(status, "text/html; charset=utf-8", len, body)
    };
    set_etag(&mut response, etag);
    response
}

fn part_response(
    thing: &Thing,
    asked: &Asked<'_>,
    body: impl FnOnce(std::ops::Range<u64>) -> Body,
) -> Response {
    let mut response = if asked.knows(&thing.etag) {
        unchanged()
    } else {
        match asked.wants(&thing.etag, thing.len) {
            Wanted::Whole => with_length(StatusCode::OK, thing.media_type, thing.len, body(0..thing.len)),
            Wanted::Part(range) => {
                let place = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), thing.len);
                let len = range.end - range.start;
                let part = with_length(StatusCode::PARTIAL_CONTENT, thing.media_type, len, body(range));
                in_place(part, &place)
            }
            Wanted::Nothing => in_place(
                text(StatusCode::RANGE_NOT_SATISFIABLE, "There are no such bytes."),
                &format!("bytes */{}", thing.len),
            ),
        }
    };
    set_etag(&mut response, &thing.etag);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn unchanged() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response
}

fn in_place(mut response: Response, place: &str) -> Response {
    if let Ok(place) = HeaderValue::from_str(place) {
        response.headers_mut().insert(header::CONTENT_RANGE, place);
    }
    response
}

fn set_etag(response: &mut Response, etag: &str) {
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
}

fn moved(to: &str, query: Option<&str>) -> Response {
    let mut address = utf8_percent_encode(to, UNSENT).to_string();
    // `//name/` would lead to another machine.
    if address.starts_with("//") {
        address.insert_str(0, "/.");
    }
    if let Some(query) = query {
        address = format!("{address}?{query}");
    }
    let mut response = text(StatusCode::TEMPORARY_REDIRECT, "This page has moved.");
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_the_one_that_is_recommended() {
        let readme = include_str!("../../README.md");
        let begin = "Content-Security-Policy: ";
        let recommended: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix(begin)).collect();
        assert!(!recommended.is_empty());
        for policy in recommended {
            assert_eq!(format!("{policy}; connect-src 'self'"), POLICY);
        }
    }

    #[test]
    fn what_has_moved_stays_on_this_server() {
        let location = |to, query| moved(to, query).headers().get(header::LOCATION).unwrap().clone();
        assert_eq!(location("/a b/ż/", None), "/a%20b/%C5%BC/");
        assert_eq!(location("/a/", Some("x=1")), "/a/?x=1");
        assert_eq!(location("//evil.example/", None), "/.//evil.example/");
        assert_eq!(location("/a\r\nb/", None), "/a%0D%0Ab/");
    }

    #[test]
    fn addresses_are_text() {
        assert_eq!(decoded("/%C5%BC/").as_deref(), Some("/ż/"));
        assert_eq!((decoded("/%ff/"), decoded("/%00")), (None, None));
    }
}
