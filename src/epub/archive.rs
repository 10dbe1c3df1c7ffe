//! The archive.
//!
//! In: the files of the publication. Out: its bytes. epub-builder takes the files in, compresses them and writes the
//! container; its package document, navigation and NCX cannot say what EPUB 3.3 asks for and it stamps the present
//! time, so ours replace them and everything is packed anew in a fixed order, dated 1980, without compressing again.

use super::Error;
use super::package::Item;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The folder of the publication inside the archive, as epub-builder names it.
const FOLDER: &str = "OEBPS";

/// A file and its content.
pub(super) struct Entry<'a> {
    /// What the manifest says of it.
    pub(super) item: Item,
    /// The content.
    pub(super) bytes: &'a [u8],
}

/// The documents of ours that replace epub-builder's.
pub(super) struct Finished {
    /// The package document.
    pub(super) package: String,
    /// The navigation document.
    pub(super) nav: String,
    /// The NCX.
    pub(super) ncx: String,
}

/// Packs a publication.
pub(super) fn pack(entries: &[Entry<'_>], finished: &Finished) -> Result<Vec<u8>, Error> {
    let built = build(entries).map_err(|e| Error::Archive(e.to_string()))?;
    repack(built, finished).map_err(|e| Error::Archive(e.to_string()))
}

/// Hands the files to epub-builder.
fn build(entries: &[Entry<'_>]) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    for Entry { item, bytes } in entries {
        match (item.properties, item.media_type) {
            (_, "text/css") => builder.stylesheet(*bytes)?,
            (Some("cover-image"), kind) => builder.add_cover_image(&item.href, *bytes, kind)?,
            (_, _) if item.in_spine => builder.add_content(EpubContent::new(&item.href, *bytes))?,
            (_, kind) => builder.add_resource(&item.href, *bytes, kind)?,
        };
    }
    let mut archive = Vec::new();
    builder.generate(&mut archive)?;
    Ok(archive)
}

fn repack(built: Vec<u8>, finished: &Finished) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(built))?;
    let ours = BTreeMap::from([
        (format!("{FOLDER}/content.opf"), &finished.package),
        (format!("{FOLDER}/nav.xhtml"), &finished.nav),
        (format!("{FOLDER}/toc.ncx"), &finished.ncx),
    ]);
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for name in order(&from) {
        match ours.get(&name) {
            Some(text) => {
                let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
                to.start_file(&*name, options.last_modified_time(DateTime::default()).unix_permissions(0o644))?;
                to.write_all(text.as_bytes())?;
            }
            None => to.raw_copy_file_touch(from.by_name(&name)?, DateTime::default(), Some(0o644))?,
        }
    }
    Ok(to.finish()?.into_inner())
}

/// `mimetype` first (OCF §4.3), then container, package and navigation, then the content in reading order.
fn order(archive: &ZipArchive<Cursor<Vec<u8>>>) -> Vec<String> {
    let mut names: Vec<String> = archive.file_names().map(String::from).collect();
    let places: BTreeMap<String, usize> =
        names.iter().filter_map(|name| Some((name.clone(), archive.index_for_name(name)?))).collect();
    names.sort_by_key(|name| (rank(name), places.get(name).copied()));
    names
}

fn rank(name: &str) -> u8 {
    match name.strip_prefix("OEBPS/") {
        None if name == "mimetype" => 0,
        None => 1,
        Some("content.opf") => 2,
        Some("nav.xhtml") => 3,
        Some("toc.ncx") => 4,
        Some(_) => 5,
    }
}
