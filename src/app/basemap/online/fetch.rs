//! One tile from the network.

use std::time::Duration;

use ureq::Agent;

use super::Address;

/// So long a connection may take to come about, and a tile to arrive.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ARRIVE_WITHIN: Duration = Duration::from_secs(20);

/// The longest tile that is taken: 8 MiB.
const TILE_BYTES_MAX: u64 = 8 << 20;

/// Who asks, for the people who keep the server.
const WHO: &str = concat!("Paikou/", env!("CARGO_PKG_VERSION"), " (desktop GIS for river outfalls)");

/// Why a tile did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers.
    NoNetwork,
    /// The server refuses: its answer, such as 403.
    Refused(u16),
    /// What came is no picture.
    NoPicture,
}

/// What became of a request.
#[derive(Debug)]
pub(super) enum Fetched {
    Tile(Vec<u8>),
    /// The server has no such tile.
    Absent,
    Failed(Trouble),
}

/// A way to servers. It keeps at most one connection for each thread that uses it.
pub(super) fn agent() -> Agent {
    let config = Agent::config_builder()
        .timeout_connect(Some(CONNECT_WITHIN))
        .timeout_global(Some(ARRIVE_WITHIN))
        .http_status_as_error(false)
        .user_agent(WHO)
        .max_idle_connections_per_host(2)
        .build();
    Agent::new_with_config(config)
}

/// Fetches a tile. Waits for the network; not for a thread that draws.
pub(super) fn fetch(
    agent: &Agent,
    address: &Address,
    key: &str,
    (zoom, column, row): (u8, u32, u32),
) -> Fetched {
    let Ok(mut response) = agent.get(address.of(zoom, column, row, key)).call() else {
        return Fetched::Failed(Trouble::NoNetwork);
    };
    match response.status().as_u16() {
        200 => {}
        // Servers say in these ways that there is nothing.
        204 | 404 | 410 => return Fetched::Absent,
        status => return Fetched::Failed(Trouble::Refused(status)),
    }
    let body = response.body_mut().with_config().limit(TILE_BYTES_MAX).read_to_vec();
    match body {
        Ok(bytes) if bytes.is_empty() => Fetched::Absent,
        // Some servers send an error page with a 200.
        Ok(bytes) if !crate::formats::basemap::is_picture(&bytes) => Fetched::Failed(Trouble::NoPicture),
        Ok(bytes) => Fetched::Tile(bytes),
        Err(_) => Fetched::Failed(Trouble::NoNetwork),
    }
}
