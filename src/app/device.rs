//! Who this device is: kept outside every project, so that a copied project is not a copied device.

use std::{fs, io, path::PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    app::new_id,
    domain::role::{Author, Role},
    storage::Device,
};

#[derive(Serialize, Deserialize)]
struct Kept {
    id: Uuid,
    author: String,
    #[serde(default)]
    unit: String,
    /// The code of the role; nothing until one is chosen.
    #[serde(default)]
    role: Option<String>,
}

/// The device as it is known here; made at the first start.
///
/// Where nothing can be kept (no home folder, a read-only one), the device has a new identity each time:
/// its operations then form one chain per start, which is allowed.
pub fn this_device() -> Device {
    let kept = place().and_then(|path| fs::read(path).ok());
    if let Some(kept) = kept.and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok()) {
        // A role that this version does not know may do the least.
        let role = kept.role.map(|code| Role::parse(&code).unwrap_or(Role::Viewer));
        return Device { id: kept.id, author: Author { name: kept.author, unit: kept.unit, role } };
    }
    let device = Device { id: new_id().0, author: Author { name: user_name(), ..Author::default() } };
    // Where it can not be kept, there is nothing to be done about it here.
    keep(&device).ok();
    device
}

/// Remembers who works on this device from now on.
pub fn remember_author(author: &Author) -> io::Result<()> {
    keep(&Device { author: author.clone(), ..this_device() })
}

fn place() -> Option<PathBuf> {
    ProjectDirs::from("", "", "paikou").map(|dirs| dirs.config_dir().join("device.json"))
}

fn keep(device: &Device) -> io::Result<()> {
    let Author { name, unit, role } = &device.author;
    let role = role.map(|it| it.code().to_owned());
    let kept = Kept { id: device.id, author: name.clone(), unit: unit.clone(), role };
    let path = place().ok_or(io::ErrorKind::NotFound)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, serde_json::to_vec_pretty(&kept)?)
}

/// The name under which the person is logged in.
fn user_name() -> String {
    ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}
