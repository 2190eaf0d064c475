//! The thread that listens to a receiver.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver as Inbox, SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use jiff::civil::Time;

use super::{
    Pace, Port,
    serial::{self, READ_WAIT, Source},
};
use crate::{
    app::Wake,
    domain::position::{
        Heard, Receiver, Satellite, gpsd,
        nmea::{LONGEST_LINE, Line, Lines, Sentence, parse},
    },
};

/// What a link has to tell.
#[derive(Clone, Debug)]
pub enum Event {
    /// It listens at this speed.
    Trying(u32),
    /// It hears the receiver; at this speed where that was found out.
    Connected(Option<u32>),
    /// It hears bytes, but no speed makes sense of them, or it hears nothing.
    Silent,
    /// It lost the receiver, or can not reach it; it goes on trying.
    Lost(String),
    /// A recording has come to its end.
    Ended,
    /// A line and what it came to.
    Line {
        /// The line.
        text: String,
        /// What it came to.
        heard: Heard,
        /// The satellites above, where it was a position.
        satellites: Vec<Satellite>,
        /// When it came.
        at: Instant,
    },
}

/// So many events wait for a window that does not look; what a receiver says meanwhile is lost.
const MOST_WAITING: usize = 4096;
/// How long it waits before it tries again.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A receiver that has been silent for so long is looked for anew.
const SILENT_AFTER: Duration = Duration::from_secs(6);
/// Recordings are played up to this many bytes.
const LONGEST_RECORDING: u64 = 64 << 20;
/// A recording does not rest longer than this between two positions.
const LONGEST_REST: Duration = Duration::from_secs(5);

/// A receiver that is listened to. It is let go of when this is dropped.
#[derive(Debug)]
pub struct Link {
    port: Port,
    inbox: Inbox<Event>,
    stop: Arc<AtomicBool>,
}

impl Link {
    /// Begins to listen. `wake` is called when there is something to tell.
    pub fn open(port: Port, wake: Wake) -> io::Result<Self> {
        let (outbox, inbox) = sync_channel(MOST_WAITING);
        let stop = Arc::new(AtomicBool::new(false));
        let worker = Worker { outbox, stop: Arc::clone(&stop), wake, receiver: Receiver::default() };
        let of = port.clone();
        thread::Builder::new().name("receiver".to_owned()).spawn(move || worker.run(&of))?;
        Ok(Self { port, inbox, stop })
    }

    /// What it listens to.
    pub fn port(&self) -> &Port {
        &self.port
    }

    /// The next event; nothing where there is none yet.
    pub fn next(&self) -> Option<Event> {
        self.inbox.try_recv().ok()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Nobody listens any more.
struct Stopped;

struct Worker {
    outbox: SyncSender<Event>,
    stop: Arc<AtomicBool>,
    wake: Wake,
    receiver: Receiver,
}

impl Worker {
    fn run(mut self, port: &Port) {
        let ended = match port {
            Port::Recording(path, pace) => self.play(path, *pace),
            Port::Serial(name) => self.again_and_again(|it| it.listen(name)),
            Port::Gpsd(address) => self.again_and_again(|it| it.watch(address)),
        };
        // That nobody listens any more is why it ends.
        drop(ended);
        (self.wake)();
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Tells what happened; a window that does not look loses what comes after.
    fn tell(&self, event: Event) -> Result<(), Stopped> {
        let told = self.outbox.try_send(event);
        (self.wake)();
        match told {
            Err(TrySendError::Disconnected(_)) => Err(Stopped),
            _ if self.stopped() => Err(Stopped),
            _ => Ok(()),
        }
    }

    fn rest(&self, long: Duration) -> Result<(), Stopped> {
        let until = Instant::now() + long;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if self.stopped() {
                return Err(Stopped);
            }
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(READ_WAIT));
        }
    }

    /// Tries until nobody listens any more.
    fn again_and_again(
        &mut self,
        mut listen: impl FnMut(&mut Self) -> Result<io::Error, Stopped>,
    ) -> Result<(), Stopped> {
        loop {
            let error = listen(self)?;
            self.receiver = Receiver::default();
            self.tell(Event::Lost(error.to_string()))?;
            self.rest(AGAIN_AFTER)?;
        }
    }

    /// Listens to a serial port until it is lost.
    fn listen(&mut self, name: &str) -> Result<io::Error, Stopped> {
        let (bauds, long) = serial::listen();
        let told = std::cell::Cell::new(0);
        let keep_going = |baud| {
            let told_before = told.replace(baud);
            told_before == baud || self.tell(Event::Trying(baud)).is_ok()
        };
        let keep_going = |baud| keep_going(baud) && !self.stopped();
        let found = match serial::detect(bauds, long, |baud| serial::open(name, baud), keep_going) {
            Ok(found) => found,
            Err(error) => return Ok(error),
        };
        let Some((baud, mut source, heard)) = found else {
            self.tell(Event::Silent)?;
            return Ok(io::ErrorKind::TimedOut.into());
        };
        self.tell(Event::Connected(Some(baud)))?;
        let mut lines = Lines::default();
        self.take(&mut lines, &heard)?;
        self.read(&mut source, |it, bytes| it.take(&mut lines, bytes))
    }

    /// Listens to gpsd until it is lost.
    fn watch(&mut self, address: &str) -> Result<io::Error, Stopped> {
        let connect = || -> io::Result<TcpStream> {
            let first = address.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
            let mut stream = TcpStream::connect_timeout(&first, Duration::from_secs(3))?;
            stream.set_read_timeout(Some(READ_WAIT))?;
            stream.write_all(gpsd::WATCH.as_bytes())?;
            Ok(stream)
        };
        let stream = match connect() {
            Ok(stream) => stream,
            Err(error) => return Ok(error),
        };
        self.tell(Event::Connected(None))?;
        let mut source: Source = Box::new(stream);
        let mut message = Vec::new();
        self.read(&mut source, |it, bytes| {
            for byte in bytes {
                match byte {
                    b'\n' => {
                        let text = String::from_utf8_lossy(&message).trim().to_owned();
                        message.clear();
                        it.take_line(text, false)?;
                    }
                    _ if message.len() < gpsd::LONGEST_MESSAGE => message.push(*byte),
                    _ => {}
                }
            }
            Ok(())
        })
    }

    /// Reads until nothing comes any more.
    fn read(
        &mut self,
        source: &mut Source,
        mut take: impl FnMut(&mut Self, &[u8]) -> Result<(), Stopped>,
    ) -> Result<io::Error, Stopped> {
        let mut buffer = [0; 4096];
        let mut heard = Instant::now();
        loop {
            if self.stopped() {
                return Err(Stopped);
            }
            match source.read(&mut buffer) {
                Ok(0) => return Ok(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    heard = Instant::now();
                    take(self, buffer.get(..count).unwrap_or_default())?;
                }
                Err(error) if serial::is_waiting(&error) => {
                    if heard.elapsed() > SILENT_AFTER {
                        self.tell(Event::Silent)?;
                        return Ok(error);
                    }
                }
                Err(error) => return Ok(error),
            }
        }
    }

    fn take(&mut self, lines: &mut Lines, bytes: &[u8]) -> Result<(), Stopped> {
        let mut whole = Vec::new();
        lines.push(bytes, |line| {
            if let Line::Whole(text) = line {
                whole.push(text);
            }
        });
        whole.into_iter().try_for_each(|text| self.take_line(text, false))
    }

    /// `waits`: until the window has looked, so that nothing of a recording is lost.
    fn take_line(&mut self, text: String, waits: bool) -> Result<(), Stopped> {
        let heard = self.receiver.take(&text);
        let satellites = match heard {
            Heard::Fix(_) | Heard::NoFix => self.receiver.satellites(),
            _ => Vec::new(),
        };
        let event = Event::Line { text, heard, satellites, at: Instant::now() };
        if !waits {
            return self.tell(event);
        }
        let sent = self.outbox.send(event);
        (self.wake)();
        sent.map_err(|_closed| Stopped)
    }

    /// Plays a recording.
    fn play(&mut self, path: &Path, pace: Pace) -> Result<(), Stopped> {
        let mut bytes = Vec::new();
        let read = File::open(path).and_then(|file| file.take(LONGEST_RECORDING).read_to_end(&mut bytes));
        if let Err(error) = read {
            return self.tell(Event::Lost(error.to_string()));
        }
        self.tell(Event::Connected(None))?;
        let mut before: Option<Time> = None;
        for line in bytes.split(|byte| *byte == b'\n') {
            let text =
                String::from_utf8_lossy(line.get(..LONGEST_LINE * 64).unwrap_or(line)).trim().to_owned();
            // A recording may be torn as a stream may be: what precedes the sentence is left out.
            let text = match text.find(['$', '{']) {
                Some(at) => text.get(at..).unwrap_or_default().to_owned(),
                None => continue,
            };
            if pace == Pace::Own
                && let Some(time) = time_of(&text)
            {
                let rest = before.map_or(Duration::ZERO, |it| it.duration_until(time).unsigned_abs());
                self.rest(rest.min(LONGEST_REST))?;
                before = Some(time);
            }
            self.take_line(text, true)?;
        }
        self.tell(Event::Ended)
    }
}

fn time_of(line: &str) -> Option<Time> {
    match parse(line).ok()? {
        Sentence::Gga(it) => it.time,
        Sentence::Rmc(it) => it.time,
        Sentence::Gll(it) => it.time,
        _ => None,
    }
}
