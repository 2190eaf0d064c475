//! How a project remembers the way to a file: relative where the file lies beside or below it, so that both can be moved together.

use std::path::{Component, Path, PathBuf};

/// What a project in the file `project` stores for the path of a file: with `/` on every system where it is relative.
pub fn stored_path(project: &Path, file: &Path) -> String {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let (Ok(project), Ok(file)) = (whole(project), whole(file)) else { return file.display().to_string() };
    let relative = project.parent().and_then(|folder| file.strip_prefix(folder).ok());
    let Some(relative) = relative else { return file.display().to_string() };
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Where the file is that a project in the file `project` stores as `stored`.
pub fn real_path(project: &Path, stored: &str) -> PathBuf {
    let path = Path::new(stored);
    if path.is_absolute() {
        return path.to_owned();
    }
    // What comes from a foreign project must not lead out of its folder unseen.
    let parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
    project.parent().unwrap_or_else(|| Path::new("")).join(parts.collect::<PathBuf>())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[track_caller]
    fn check(file: &str, stored: &str) {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let project = folder.join("work/p.gpkg");
        fs::create_dir_all(folder.join("work/tiles")).unwrap();
        for name in ["work/p.gpkg", "work/a.mbtiles", "work/tiles/b.tif", "c.tif"] {
            fs::write(folder.join(name), "").unwrap();
        }

        let found = stored_path(&project, &folder.join(file));

        assert_eq!(found, stored.replace("{folder}", &folder.display().to_string()));
        assert_eq!(real_path(&project, &found), folder.join(file));
    }

    #[test]
    fn a_file_beside_or_below_the_project_is_stored_relative_to_it() {
        check("work/a.mbtiles", "a.mbtiles");
        check("work/tiles/b.tif", "tiles/b.tif");
        check("c.tif", "{folder}/c.tif");
    }

    #[test]
    fn a_relative_path_stays_below_the_project() {
        assert_eq!(real_path(Path::new("/a/p.gpkg"), "../../etc/passwd"), Path::new("/a/etc/passwd"));
    }
}
