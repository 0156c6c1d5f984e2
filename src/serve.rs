//! A site shown to its author while it is written: a server for the browser, a watch on the folder, and the terminal's lines.
//!
//! In: [`Settings`], and a [`Terminal`] to print on. Out: answers to requests, until the program is told to end.
//! Never: how a page is made or what is wrong with it, which the library's `preview` alone knows; arguments or exit codes.
//!
//! The one door for axum, tokio, hyper and notify. Two threads of its own do the work beside the server's: `watch` turns what
//! happens in the folder into signals, and `updater` takes them up, one after another. Requests are answered meanwhile.

mod answers;
mod browser;
mod connections;
mod editor;
mod gate;
mod hints;
mod listen;
mod news;
mod own;
mod page;
mod ranges;
mod reading;
mod updater;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use offprint::preview::{Preview, PreviewOptions};
use offprint::report::Failure;
use offprint::shown::Shown;
use tokio::sync::Semaphore;

pub(crate) use listen::Port;

/// Pages that are rendered at once; what more is asked for waits, and is dropped with its connection.
const RENDERED_AT_ONCE: usize = 8;

/// Threads that may wait for a disk at once.
const BLOCKING_THREADS: usize = 16;

/// What is served, and to whom.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The site's folder.
    pub(crate) folder: PathBuf,
    /// The address or name to listen at; `None`: this machine alone.
    pub(crate) host: Option<String>,
    /// The port to listen at.
    pub(crate) port: Port,
    /// What the pages show.
    pub(crate) preview: PreviewOptions,
    /// Whether a browser is opened.
    pub(crate) open: bool,
    /// Whether browsers follow what is saved.
    pub(crate) follow: bool,
}

/// Where lines are printed.
pub(crate) struct Terminal {
    /// Prints a text, line ends included.
    pub(crate) print: Box<dyn Fn(&str) + Send + Sync>,
}

impl Terminal {
    fn line(&self, text: &str) {
        (self.print)(&format!("{text}\n"));
    }
}

/// What every answer may need.
struct Server {
    preview: Arc<Preview>,
    /// The site's folder, from the root.
    folder: PathBuf,
    /// Known to this server's own pages alone.
    token: String,
    /// Tells browsers that another server answers them now.
    run: String,
    news: news::News,
    renderers: Semaphore,
    /// The name that `--host` gave, if it is a name.
    name: Option<String>,
    editors: editor::Variables,
}

impl Server {
    /// Asks the preview, on a thread that may wait.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Preview) -> T + Send + 'static,
    ) -> Result<T, &'static str> {
        let preview = Arc::clone(&self.preview);
        let permit = self.renderers.acquire().await;
        let answer = tokio::task::spawn_blocking(move || question(&preview)).await;
        drop(permit);
        answer.map_err(|_| "offprint failed while it made this page; the terminal may tell more")
    }
}

/// Serves a site until the program is interrupted.
///
/// # Errors
/// If the folder can't be read, or the port is taken.
pub(crate) fn run(settings: Settings, terminal: Terminal) -> Result<(), Failure> {
    let terminal = Arc::new(terminal);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(|e| Failure::new(format!("can't start the server: {e}")))?;
    let listening = runtime.block_on(listen::listen(settings.host.as_deref(), settings.port))?;
    let folder = std::fs::canonicalize(&settings.folder)
        .map_err(|e| Failure::new(format!("can't read `{}`: {e}", settings.folder.shown())))?;
    // Watched from before anything is read, so that no change is between the two.
    let (mut watch, signals) = watch::Watch::new(&folder);
    watch.follow(Vec::new());
    let preview = Arc::new(Preview::open(&folder, settings.preview.clone())?);
    let server = Arc::new(Server {
        preview: Arc::clone(&preview),
        folder,
        token: random()?,
        run: random()?,
        news: news::News::new(settings.follow),
        renderers: Semaphore::new(RENDERED_AT_ONCE),
        name: listening.name.clone(),
        editors: editor::Variables::of_this_process(),
    });
    let address = format!("{}{}", listening.origin, preview.base_path());
    terminal.line(&format!("{address}  (Ctrl-C ends it)"));
    if let Some(exposed) = &listening.exposed {
        let drafts = if settings.preview.drafts { ", drafts included" } else { "" };
        terminal.line(&format!("{exposed}{drafts}"));
    }
    if settings.open
        && let Err(reason) = browser::open(&address)
    {
        terminal.line(&reason);
    }
    let updater = updater::Updater::new(&server, watch, signals, Arc::clone(&terminal), settings.preview.now);
    std::thread::Builder::new()
        .name("updater".to_owned())
        .spawn(move || updater.run())
        .map_err(|e| Failure::new(format!("can't start a thread: {e}")))?;
    runtime.block_on(async {
        tokio::select! {
            () = connections::accept_all(listening.listeners, server) => {}
            () = interrupted() => {}
        }
    });
    // Open streams and half-sent files have no end of their own.
    runtime.shutdown_background();
    Ok(())
}

/// Returns when the program is asked to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Where signals can't be had, the system ends the program in its own way.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Thirty-two hexadecimal digits that nobody can guess.
fn random() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|e| Failure::new(format!("the system has no random numbers to give: {e}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
