//! Who this device is: kept outside every project, so that a copied project is not a copied device.

use std::{fs, path::PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{app::new_id, storage::Device};

#[derive(Serialize, Deserialize)]
struct Kept {
    id: Uuid,
    author: String,
}

/// The device as it is known here; made at the first start.
///
/// Where nothing can be kept (no home folder, a read-only one), the device has a new identity each time:
/// its operations then form one chain per start, which is allowed.
pub fn this_device() -> Device {
    let place = ProjectDirs::from("", "", "paikou").map(|dirs| dirs.config_dir().join("device.json"));
    let kept = place.as_ref().and_then(|path| fs::read(path).ok());
    if let Some(kept) = kept.and_then(|bytes| serde_json::from_slice::<Kept>(&bytes).ok()) {
        return Device { id: kept.id, author: kept.author };
    }
    let device = Device { id: new_id().0, author: user_name() };
    if let Some(path) = place {
        keep(&path, &device);
    }
    device
}

fn keep(path: &PathBuf, device: &Device) {
    let kept = Kept { id: device.id, author: device.author.clone() };
    let Ok(bytes) = serde_json::to_vec_pretty(&kept) else { return };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).ok();
    }
    fs::write(path, bytes).ok();
}

/// The name under which the person is logged in.
fn user_name() -> String {
    ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}
