//! The file around its objects (ISO 32000-1, 7.5).
//!
//! In: a finished `lopdf` document, and objects that are written already. Out: the bytes of the file: the streams, all
//! other objects in streams of objects (7.5.7), and the cross-reference stream (7.5.8). lopdf would copy every object and
//! write it four times over; with the thousands of objects of a structure that takes as long as to deflate all pages.

use super::deflate::Deflater;
use super::syntax::{push, push_integer};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use std::ops::Range;

/// Most objects in one stream of objects.
const TOGETHER: usize = 500;

/// Bytes of an entry of the cross-reference stream: its kind; its place or its stream; its generation or its place there.
const ENTRY: [i64; 3] = [1, 4, 2];
const ENTRY_LENGTH: usize = 7;

/// The entry of a number without an object.
const FREE: [u8; ENTRY_LENGTH] = [0, 0, 0, 0, 0, 0xFF, 0xFF];

/// Objects of a file that are written as soon as they are made: what there are thousands of takes less room so.
#[derive(Debug, Default)]
pub(super) struct Written {
    bytes: Vec<u8>,
    /// Where each object stands there, by its number.
    objects: Vec<(u32, Range<usize>)>,
}

impl Written {
    /// Writes an object under a number that the document has given out.
    pub(super) fn add(&mut self, (number, _): ObjectId, object: &Object) {
        let start = self.bytes.len();
        push(&mut self.bytes, object);
        self.objects.push((number, start..self.bytes.len()));
    }
}

/// Writes the file.
pub(super) fn save(doc: &Document, written: &Written) -> Vec<u8> {
    let mut file = File { bytes: Vec::new(), entries: vec![FREE; doc.max_id as usize + 1], deflater: Deflater::new() };
    file.bytes.extend_from_slice(format!("%PDF-{}\n%", doc.version).as_bytes());
    file.bytes.extend_from_slice(&doc.binary_mark);
    file.bytes.push(b'\n');
    let is_direct = |(id, object): &(&ObjectId, &Object)| id.1 != 0 || matches!(object, Object::Stream(_));
    let (direct, packed): (Vec<_>, Vec<_>) = doc.objects.iter().partition(is_direct);
    direct.into_iter().for_each(|(id, object)| file.object(*id, object));
    let mut pack = Pack::default();
    for (id, object) in packed {
        pack.add(&mut file, id.0, |out| push(out, object));
    }
    for (number, range) in &written.objects {
        pack.add(&mut file, *number, |out| out.extend_from_slice(&written.bytes[range.clone()]));
    }
    pack.close(&mut file);
    file.cross_reference(doc);
    file.bytes
}

/// A file being written.
struct File {
    bytes: Vec<u8>,
    /// Where each object stands, by its number.
    entries: Vec<[u8; ENTRY_LENGTH]>,
    deflater: Deflater,
}

impl File {
    fn enter(&mut self, number: u32, kind: u8, place: u32, rest: u16) {
        let ([a, b, c, d], [e, f]) = (place.to_be_bytes(), rest.to_be_bytes());
        self.entries[number as usize] = [kind, a, b, c, d, e, f];
    }

    /// The next free number.
    fn new_number(&mut self) -> u32 {
        self.entries.push(FREE);
        self.entries.len() as u32 - 1
    }

    fn object(&mut self, (number, generation): ObjectId, object: &Object) {
        self.enter(number, 1, self.bytes.len() as u32, generation);
        push_integer(&mut self.bytes, i64::from(number));
        self.bytes.push(b' ');
        push_integer(&mut self.bytes, i64::from(generation));
        self.bytes.extend_from_slice(b" obj\n");
        push(&mut self.bytes, object);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Writes the stream that says where everything stands, and the end of the file.
    fn cross_reference(&mut self, doc: &Document) {
        let (number, start) = (self.new_number(), self.bytes.len());
        self.enter(number, 1, start as u32, 0);
        let mut head = doc.trailer.clone();
        head.set("Type", "XRef");
        head.set("Size", self.entries.len() as i64);
        head.set("W", ENTRY.map(Object::from).to_vec());
        let mut stream = Stream::new(head, predicted(&self.entries));
        self.deflater.deflate(&mut stream);
        if stream.dict.has(b"Filter") {
            let how = dictionary! { "Predictor" => 12, "Columns" => ENTRY_LENGTH as i64 };
            stream.dict.set("DecodeParms", how);
        } else {
            stream.set_content(self.entries.concat());
        }
        self.object((number, 0), &Object::Stream(stream));
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    }
}

/// A stream of objects being filled.
#[derive(Default)]
struct Pack {
    numbers: Vec<u32>,
    /// Number and place of each object.
    index: Vec<u8>,
    objects: Vec<u8>,
}

impl Pack {
    /// Adds an object; a stream that is full goes into the file.
    fn add(&mut self, file: &mut File, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        push_integer(&mut self.index, i64::from(number));
        self.index.push(b' ');
        push_integer(&mut self.index, self.objects.len() as i64);
        self.index.push(b' ');
        write(&mut self.objects);
        self.objects.push(b' ');
        self.numbers.push(number);
        if self.numbers.len() == TOGETHER {
            self.close(file);
        }
    }

    /// Puts the stream into the file, unless it is empty.
    fn close(&mut self, file: &mut File) {
        let Pack { numbers, index: mut content, mut objects } = std::mem::take(self);
        if numbers.is_empty() {
            return;
        }
        let container = file.new_number();
        for (place, number) in numbers.iter().enumerate() {
            file.enter(*number, 2, container, place as u16);
        }
        let head = dictionary! { "Type" => "ObjStm", "N" => numbers.len() as i64, "First" => content.len() as i64 };
        content.append(&mut objects);
        let mut stream = Stream::new(head, content);
        file.deflater.deflate(&mut stream);
        file.object((container, 0), &Object::Stream(stream));
    }
}

/// Each entry as its difference from the one before it (the PNG predictor Up), for neighbours differ little.
fn predicted(entries: &[[u8; ENTRY_LENGTH]]) -> Vec<u8> {
    const UP: u8 = 2;
    let mut out = Vec::with_capacity(entries.len() * (ENTRY_LENGTH + 1));
    let mut above = [0; ENTRY_LENGTH];
    for entry in entries {
        out.push(UP);
        out.extend(entry.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = *entry;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_can_be_read() {
        let mut doc = Document::with_version("1.7");
        let plain = doc.add_object(dictionary! { "A" => 1 });
        let gone = doc.add_object(Object::Null);
        let stream = doc.add_object(Stream::new(dictionary! {}, b"text".to_vec()));
        let pages = doc.add_object(dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
        let root = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "B" => plain });
        for _ in 0..2 * TOGETHER {
            doc.add_object(Object::Integer(7));
        }
        doc.objects.remove(&gone);
        doc.trailer.set("Root", root);
        let (early, mut written) = (doc.new_object_id(), Written::default());
        written.add(early, &dictionary! { "C" => plain }.into());
        let read = Document::load_mem(&save(&doc, &written)).expect("a PDF");
        assert_eq!(read.get_object(early).ok(), Some(&dictionary! { "C" => plain }.into()));
        for (id, object) in &doc.objects {
            let same = |other: &Object| match (object, other) {
                (Object::Stream(a), Object::Stream(b)) => a.content == b.content,
                (a, b) => a == b,
            };
            assert!(read.get_object(*id).is_ok_and(same), "{id:?}");
        }
        assert!(read.get_object(gone).is_err() && read.get_object(stream).is_ok());
    }
}
