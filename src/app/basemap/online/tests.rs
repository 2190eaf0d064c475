//! Against a small server on this machine; never the network.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
};

use super::*;
use crate::{
    app::{
        Problem,
        basemap::keep::{KeepRequest, keep},
        jobs::Progress,
    },
    domain::RecordId,
    formats::basemap::{Opened, open},
};

/// Answers every request with what `answer` says: a status and a body. Ends with the test.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str) -> (u16, Vec<u8>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (noted, answer) = (Arc::clone(&asked), Arc::new(answer));
        let work = move || {
            for stream in listener.incoming() {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                let work = move || serve(&stream.unwrap(), &noted, answer.as_ref());
                thread::Builder::new().spawn(work).unwrap();
            }
        };
        thread::Builder::new().spawn(work).unwrap();
        Self { address, asked }
    }

    fn tiles(&self, end: &str) -> Address {
        Address::parse(&format!("{}/{{z}}/{{x}}/{{y}}{end}", self.address)).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(stream: &TcpStream, noted: &Mutex<Vec<String>>, answer: &dyn Fn(&str) -> (u16, Vec<u8>)) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut request = String::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            request.push_str(&line);
        }
        let path = request.split_whitespace().nth(1).unwrap_or_default().to_owned();
        noted.lock().unwrap().push(request);
        let (status, body) = answer(&path);
        let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\n\r\n", body.len());
        let mut stream = stream;
        if stream.write_all(&[head.as_bytes(), &body].concat()).is_err() {
            return;
        }
    }
}

fn png() -> Vec<u8> {
    let mut png = Vec::new();
    let picture = image::RgbaImage::from_pixel(256, 256, image::Rgba([10, 20, 30, 255]));
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    png
}

fn wake() -> (Wake, Receiver<()>) {
    let (ring, bell) = channel();
    let ring = Mutex::new(ring);
    (Arc::new(move || ring.lock().unwrap().send(()).unwrap_or_default()), bell)
}

const AT: TileAt = TileAt { level: 3, column: 6, row: 2 };

/// Asks until the answer is another one than that it is on its way.
fn wait_for(tiles: &OnlineTiles, bell: &Receiver<()>) -> Tile {
    loop {
        let tile = tiles.tile(AT, Need::Fetch);
        if tile != Tile::Pending {
            return tile;
        }
        bell.recv().unwrap();
    }
}

#[test]
fn a_tile_comes_later_and_is_then_on_the_disk() {
    let server = Server::start(|_| (200, png()));
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("a/b.mbtiles");
    let (ring, bell) = wake();
    let tiles = OnlineTiles::new(server.tiles("?tk={k}"), "se cret".to_owned(), Some(&store), ring);
    let before = tiles.revision();

    assert_eq!(tiles.tile(AT, Need::Fetch), Tile::Pending);
    assert!(matches!(wait_for(&tiles, &bell), Tile::Ready(_)));

    assert_ne!(tiles.revision(), before);
    let asked = server.asked();
    assert!(asked.len() == 1 && asked[0].starts_with("GET /3/6/2?tk=se%20cret "), "{asked:?}");
    assert!(asked[0].contains("Paikou/"), "{asked:?}");
    drop(tiles);
    let nowhere = Address::parse("http://127.0.0.1:9/{z}/{x}/{y}").unwrap();
    let again = OnlineTiles::new(nowhere, String::new(), Some(&store), wake().0);
    assert!(matches!(again.tile(AT, Need::Fetch), Tile::Ready(_)));
}

#[test]
fn a_tile_that_is_only_a_stopgap_is_not_fetched() {
    let server = Server::start(|_| (200, png()));
    let (ring, bell) = wake();
    let tiles = OnlineTiles::new(server.tiles(""), String::new(), None, ring);

    assert_eq!(tiles.tile(TileAt { level: 1, ..AT }, Need::IfThere), Tile::Pending);
    tiles.tile(AT, Need::Fetch);
    bell.recv().unwrap();

    assert!(server.asked().iter().all(|request| request.contains("/3/6/2 ")), "{:?}", server.asked());
}

#[test]
fn what_the_server_does_not_have_is_asked_for_once() {
    let server = Server::start(|_| (404, b"nothing".to_vec()));
    let (ring, bell) = wake();
    let tiles = OnlineTiles::new(server.tiles(""), String::new(), None, ring);

    assert_eq!(wait_for(&tiles, &bell), Tile::Absent);
    assert_eq!(tiles.tile(AT, Need::Fetch), Tile::Absent);

    assert_eq!((server.asked().len(), tiles.shared.trouble()), (1, None));
}

#[track_caller]
fn check_trouble(status: u16, body: &'static [u8], expected: Trouble) {
    let server = Server::start(move |_| (status, body.to_vec()));
    let (ring, bell) = wake();
    let tiles = OnlineTiles::new(server.tiles(""), String::new(), None, ring);

    tiles.tile(AT, Need::Fetch);
    bell.recv().unwrap();

    assert_eq!(tiles.shared.trouble(), Some(expected));
    assert_eq!(tiles.tile(AT, Need::Fetch), Tile::Pending);
}

#[test]
fn a_server_that_refuses_is_left_alone_for_a_while() {
    check_trouble(403, b"no key", Trouble::Refused(403));
    check_trouble(200, b"<html>please log in</html>", Trouble::NoPicture);
}

#[test]
fn without_a_network_everything_goes_on() {
    // A port where nobody listens: it was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = Address::parse(&format!("http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}")).unwrap();
    let (ring, bell) = wake();
    let tiles = OnlineTiles::new(address, String::new(), None, ring);

    assert_eq!(tiles.tile(AT, Need::Fetch), Tile::Pending);
    bell.recv().unwrap();

    assert_eq!(tiles.shared.trouble(), Some(Trouble::NoNetwork));
    let state = tiles.shared.lock();
    assert!(state.not_before.is_some() && state.wishes.len() == 1);
}

fn request(folder: &Path) -> KeepRequest {
    KeepRequest {
        basemap: RecordId::NIL,
        extent: [112.0, 38.0, 113.0, 39.0],
        zooms: (5, 8),
        path: folder.join("kept.mbtiles"),
    }
}

#[test]
fn a_view_is_kept_in_a_file_that_is_read_without_the_network() {
    // One of the tiles is missing on the server.
    let server = Server::start(|path| if path == "/6/51/24" { (404, Vec::new()) } else { (200, png()) });
    let folder = tempfile::tempdir().unwrap();
    let tiles = OnlineTiles::new(server.tiles(""), String::new(), None, wake().0);
    let request = request(folder.path());
    let wanted = crate::app::basemap::estimate(request.extent, request.zooms, None).tiles;

    keep(&tiles.shared(), &request, ("试", "© 谁"), &Progress::default()).unwrap();

    let Opened::MbTiles(kept) = open(&request.path).unwrap() else { panic!() };
    assert_eq!((kept.info().zooms, kept.info().attribution.as_str()), ((5, 8), "© 谁"));
    assert!(kept.tile(8, 207, 98).unwrap().is_some());
    assert_eq!(server.asked().len() as u64, wanted);
    assert!(kept.info().bounds.is_some());
}

#[test]
fn keeping_a_view_can_be_cancelled_and_leaves_no_file() {
    let server = Server::start(|_| (200, png()));
    let folder = tempfile::tempdir().unwrap();
    let tiles = OnlineTiles::new(server.tiles(""), String::new(), None, wake().0);
    let progress = Progress::default();
    progress.cancel();

    let result = keep(&tiles.shared(), &request(folder.path()), ("", ""), &progress);

    assert!(matches!(result, Err(Problem::Cancelled)));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn keeping_a_view_gives_up_where_the_server_refuses() {
    let server = Server::start(|_| (429, Vec::new()));
    let folder = tempfile::tempdir().unwrap();
    let tiles = OnlineTiles::new(server.tiles(""), String::new(), None, wake().0);

    let result = keep(&tiles.shared(), &request(folder.path()), ("", ""), &Progress::default());

    assert!(matches!(result, Err(Problem::NoTiles(Trouble::Refused(429)))));
    assert!(server.asked().len() <= 2, "{}", server.asked().len());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
