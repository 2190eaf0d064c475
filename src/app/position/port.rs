//! Where words of a receiver may come from.

use std::path::PathBuf;

/// How fast a recording is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As it was recorded.
    Own,
    /// At once.
    AtOnce,
}

/// A source of sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Port {
    /// A serial port: `/dev/ttyACM0`, `COM3`. Its speed is found out.
    Serial(String),
    /// gpsd at this address.
    Gpsd(String),
    /// A recording: a file of sentences.
    Recording(PathBuf, Pace),
}

/// Where gpsd listens unless it was told otherwise.
pub const GPSD: &str = "127.0.0.1:2947";

/// The port that a person means by this text: a name of a serial port, an address, or the path of a file.
impl From<&str> for Port {
    fn from(text: &str) -> Self {
        let text = text.trim();
        let address = text.strip_prefix("gpsd://").unwrap_or(text);
        let (host, port) = address.rsplit_once(':').unwrap_or_default();
        let is_address = !host.is_empty() && !host.contains(['/', '\\']) && port.parse::<u16>().is_ok();
        let path = PathBuf::from(text);
        if is_address {
            Self::Gpsd(address.to_owned())
        } else if text.eq_ignore_ascii_case("gpsd") {
            Self::Gpsd(GPSD.to_owned())
        } else if path.is_file() {
            Self::Recording(path, Pace::Own)
        } else {
            Self::Serial(text.to_owned())
        }
    }
}

impl Port {
    /// What a person types for it.
    pub fn text(&self) -> String {
        match self {
            Self::Serial(name) => name.clone(),
            Self::Gpsd(address) => format!("gpsd://{address}"),
            Self::Recording(path, _) => path.display().to_string(),
        }
    }
}

/// The serial ports that there are, those that come by USB first, with what is known of the device behind them.
pub fn ports() -> Vec<(Port, String)> {
    let mut found: Vec<(bool, String, String)> = Vec::new();
    for info in serialport::available_ports().unwrap_or_default() {
        let (usb, device) = match info.port_type {
            serialport::SerialPortType::UsbPort(usb) => (true, usb.product.or(usb.manufacturer)),
            _ => (false, None),
        };
        found.push((!usb, info.port_name, device.unwrap_or_default()));
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, name, device)| (Port::Serial(name), device)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_types_a_port_an_address_or_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().display().to_string();

        assert_eq!(Port::from(" /dev/ttyACM0 "), Port::Serial("/dev/ttyACM0".to_owned()));
        assert_eq!(Port::from("COM3"), Port::Serial("COM3".to_owned()));
        assert_eq!(Port::from("gpsd"), Port::Gpsd(GPSD.to_owned()));
        assert_eq!(Port::from("gpsd://192.168.4.1:2947"), Port::Gpsd("192.168.4.1:2947".to_owned()));
        assert_eq!(Port::from("tablet:2947"), Port::Gpsd("tablet:2947".to_owned()));
        assert_eq!(Port::from(path.as_str()), Port::Recording(file.path().to_owned(), Pace::Own));
        for text in ["/dev/ttyACM0", "gpsd://tablet:2947", path.as_str()] {
            assert_eq!(Port::from(text).text(), text);
        }
    }
}
