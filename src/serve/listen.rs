//! Which address and port the server has.
//!
//! In: what the command line says. Out: sockets that listen, and the address to open. Never: accepting a connection.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use offprint::report::Failure;
use tokio::net::{TcpListener, TcpSocket, lookup_host};

/// How many ports are tried when nobody asked for one.
const TRIED: u16 = 100;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 4096;

/// Which port is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    /// This one, or the next that is free.
    From(u16),
    /// This one and no other; 0: any that is free.
    Exactly(u16),
}

/// Sockets that listen, and what the author is told of them.
#[derive(Debug)]
pub(super) struct Listening {
    pub(super) listeners: Vec<TcpListener>,
    /// `http://localhost:4747`
    pub(super) origin: String,
    /// The name that was asked for, if it was a name.
    pub(super) name: Option<String>,
    /// What the author should know of who can read the site.
    pub(super) exposed: Option<String>,
}

/// Listens where it is asked to, at this machine's own addresses unless told otherwise.
pub(super) async fn listen(host: Option<&str>, port: Port) -> Result<Listening, Failure> {
    let addresses = addresses(host).await?;
    let (first, last) = match port {
        Port::From(first) => (first, first.saturating_add(TRIED - 1)),
        Port::Exactly(port) => (port, port),
    };
    for port in first..=last {
        match bind_all(&addresses, port) {
            Ok(listeners) => return Ok(listening(host, &addresses, listeners)),
            Err(e) if e.kind() == ErrorKind::AddrInUse => {}
            Err(e) => return Err(cannot(host, port, &e)),
        }
    }
    Err(match port {
        Port::Exactly(port) => Failure::new(format!("the port {port} is taken by another program"))
            .hint("end that program, or leave `--port` out to take the next port that is free"),
        Port::From(_) => Failure::new(format!("the ports from {first} to {last} are all taken"))
            .hint("name a free one with `--port`; `--port 0` takes any"),
    })
}

fn cannot(host: Option<&str>, port: u16, error: &io::Error) -> Failure {
    let host = host.unwrap_or("localhost");
    let failure = Failure::new(format!("can't listen at `{}` port {port}: {error}", host.escape_debug()));
    match error.kind() {
        ErrorKind::PermissionDenied => failure.hint("ports below 1024 need special rights; take a higher one"),
        ErrorKind::AddrNotAvailable => failure.hint(
            "`--host` takes an address of this machine, such as `0.0.0.0` for all that it has in its networks",
        ),
        _ => failure,
    }
}

/// The addresses that a host stands for.
async fn addresses(host: Option<&str>) -> Result<Vec<IpAddr>, Failure> {
    let own = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let Some(host) = host.map(bare).filter(|host| !host.eq_ignore_ascii_case("localhost")) else {
        return Ok(own.to_vec());
    };
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    let found: Vec<IpAddr> = lookup_host((host, 0))
        .await
        .map(|found| found.map(|address| address.ip()).collect())
        .map_err(|e| {
            Failure::new(format!("`{}` names no address of this machine: {e}", host.escape_debug())).hint(
                "`--host` takes an address such as `127.0.0.1` or `0.0.0.0`, or a name that leads to one",
            )
        })?;
    let mut addresses: Vec<IpAddr> = Vec::new();
    for address in found {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}

/// `[::1]` is written as `::1` too.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Listens at one port of every address. One that the machine lacks is passed over while another is there.
fn bind_all(addresses: &[IpAddr], port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut lacking = io::Error::from(ErrorKind::AddrNotAvailable);
    for &address in addresses {
        // Where any port will do, the second address has the port that the first was given.
        let port = match listeners.first() {
            Some(first) => first.local_addr()?.port(),
            None => port,
        };
        match bind(SocketAddr::new(address, port)) {
            Ok(listener) => listeners.push(listener),
            Err(e) if e.kind() == ErrorKind::AddrInUse || e.kind() == ErrorKind::PermissionDenied => {
                return Err(e);
            }
            Err(e) => lacking = e,
        }
    }
    if listeners.is_empty() { Err(lacking) } else { Ok(listeners) }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A port that a server had a moment ago is free; on Windows the same setting would share it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn listening(host: Option<&str>, addresses: &[IpAddr], listeners: Vec<TcpListener>) -> Listening {
    let port = listeners.first().and_then(|first| first.local_addr().ok()).map_or(0, |at| at.port());
    let asked = host.map(bare).unwrap_or("localhost");
    let name = asked.parse::<IpAddr>().is_err().then(|| asked.to_ascii_lowercase());
    let anywhere = addresses.iter().any(IpAddr::is_unspecified);
    let shown = match asked.parse::<IpAddr>() {
        Ok(address) if address.is_unspecified() => "localhost".to_owned(),
        Ok(IpAddr::V6(address)) => format!("[{address}]"),
        _ => asked.to_owned(),
    };
    let outside = addresses.iter().any(|address| !address.is_loopback());
    let exposed = outside.then(|| {
        let at = if anywhere { "an address of this machine".to_owned() } else { format!("`{asked}`") };
        format!("everyone who can reach {at} at port {port} can read the whole site")
    });
    Listening { listeners, origin: format!("http://{shown}:{port}"), name, exposed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn a_taken_port_moves_to_the_next_unless_it_was_asked_for() {
        run(async {
            let first = listen(Some("127.0.0.1"), Port::Exactly(0)).await.unwrap();
            let taken = first.listeners[0].local_addr().unwrap().port();
            let next = listen(Some("127.0.0.1"), Port::From(taken)).await.unwrap();
            assert_ne!(next.listeners[0].local_addr().unwrap().port(), taken);
            let failure = listen(Some("127.0.0.1"), Port::Exactly(taken)).await.unwrap_err();
            assert!(failure.message.contains(&format!("the port {taken} is taken")), "{failure}");
        });
    }

    #[test]
    fn only_this_machine_is_served_unless_asked_otherwise() {
        run(async {
            let own = listen(None, Port::Exactly(0)).await.unwrap();
            assert!(own.exposed.is_none() && own.origin.starts_with("http://localhost:"), "{own:?}");
            assert!(own.listeners.iter().all(|l| l.local_addr().unwrap().ip().is_loopback()));
            let all = listen(Some("0.0.0.0"), Port::Exactly(0)).await.unwrap();
            assert!(all.exposed.unwrap().starts_with("everyone who can reach an address of this machine"));
            assert!(all.origin.starts_with("http://localhost:"));
            assert!(listen(Some("no such name"), Port::Exactly(0)).await.is_err());
        });
    }
}
