//! Listening: connections are counted, slow ones are ended, and at the end what has begun is finished.

use std::future::Future;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::routes::router;
use crate::settings::Settings;
use crate::site;

/// How many connections are held at a time; others wait at the door.
const CONNECTIONS: usize = 512;
/// How long a browser may take to say what it wants.
const SLOWEST: Duration = Duration::from_secs(10);
/// How long what has begun may take to finish, once the server is told to end.
const DRAIN: Duration = Duration::from_secs(9);

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All that had begun was answered.
    Drained,
    /// Something took too long and was cut off.
    Cut,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The file of the record.
    #[error("{0}")]
    Store(#[from] onrecord_store::Error),
    /// The address.
    #[error("cannot listen on {address}: {why}; hint: {}", hint(.why))]
    Address {
        /// Where.
        address: String,
        /// Why not.
        why: std::io::Error,
    },
    /// The system.
    #[error("the server cannot begin: {0}; hint: see what the system lets this user do")]
    System(std::io::Error),
}

/// What to do about an address where nothing can listen.
fn hint(why: &std::io::Error) -> &'static str {
    match why.kind() {
        ErrorKind::AddrInUse => {
            "another program listens there; end it, or name another port with --listen"
        }
        ErrorKind::AddrNotAvailable => {
            "this machine has no such address; 127.0.0.1 is this machine alone, 0.0.0.0 all that it has"
        }
        ErrorKind::PermissionDenied => {
            "the system lets this user not listen there; name a port above 1023 with --listen"
        }
        ErrorKind::InvalidInput => "write an address and a port, like 127.0.0.1:8017",
        _ => "see that it is an address of this machine and a port, like 127.0.0.1:8017",
    }
}

/// The address by which a browser of this machine finds what listens there: nothing can be asked of
/// “all addresses”.
fn called(at: SocketAddr) -> SocketAddr {
    let ip = match at.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, at.port())
}

/// Serves a record until the system or a person says to end (SIGTERM, Ctrl-C). Whoever starts it is
/// told by which address it can be asked, once it can.
///
/// # Errors
///
/// When the file cannot be read or nothing can listen there.
pub fn serve(
    mut settings: Settings,
    address: &str,
    ready: impl FnOnce(SocketAddr),
) -> Result<Ended, Failed> {
    // Questions block; what waits for them does not, and needs no more than two threads.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(site::threads(&settings))
        .enable_all()
        .build()
        .map_err(Failed::System)?;
    let ended = runtime.block_on(async {
        let cannot = |why| Failed::Address { address: address.to_owned(), why };
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        let at = listener.local_addr().map_err(cannot)?;
        settings = settings.local(at.port());
        settings.hosts.push(at.to_string());
        let end = told_to_end().map_err(Failed::System)?;
        let router = router(settings)?;
        ready(called(at));
        Ok(run(listener, router, end).await)
    });
    // A question that is still asked must not hold the end up.
    runtime.shutdown_background();
    ended
}

#[cfg(unix)]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where no signal can be heard, the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Answers requests until it is told to end; then finishes what has begun, within ten seconds.
pub async fn run(listener: TcpListener, router: Router, end: impl Future<Output = ()>) -> Ended {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(SLOWEST);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(end);
    loop {
        let accepted = async {
            // The semaphore is never closed; without a place nobody is let in.
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut end => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(_) => {
                // No file handles, most likely: it passes when others go away.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Answers are small; what is left of the last packet should not wait.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // Whoever went away needs no answer.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    match tokio::time::timeout(DRAIN, graceful.shutdown()).await {
        Ok(()) => Ended::Drained,
        Err(_) => Ended::Cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_are_called_by_that_of_this_machine() {
        let called = |at: &str| called(at.parse().unwrap()).to_string();
        assert_eq!(called("0.0.0.0:8017"), "127.0.0.1:8017");
        assert_eq!(called("[::]:8017"), "[::1]:8017");
        assert_eq!(called("192.0.2.7:80"), "192.0.2.7:80");
    }

    #[test]
    fn each_reason_not_to_listen_has_its_own_hint() {
        let told = |kind: ErrorKind| {
            let address = "127.0.0.1:80".to_owned();
            Failed::Address { address, why: kind.into() }.to_string()
        };
        assert!(told(ErrorKind::AddrInUse).contains("another program"));
        assert!(told(ErrorKind::PermissionDenied).contains("above 1023"));
        assert!(told(ErrorKind::AddrNotAvailable).contains("no such address"));
        assert!(!told(ErrorKind::InvalidInput).contains("another program"));
    }
}
