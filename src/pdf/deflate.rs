//! Deflate.
//!
//! In: streams. Out: the same, encoded where that makes them shorter. A compressor has a third of a megabyte of tables,
//! and to make one costs as much as to deflate a page of text: so one serves for many.

use super::number::name;
use flate2::{Compress, FlushCompress, Status};
use lopdf::{Document, Stream};
use rayon::prelude::*;

/// Level 9 takes four times as long for half a percent.
const LEVEL: u32 = 6;

/// So many streams at least go through one compressor.
const TOGETHER: usize = 32;

/// A compressor and the room that it writes to.
pub(super) struct Deflater {
    compressor: Compress,
    room: Vec<u8>,
}

impl Deflater {
    pub(super) fn new() -> Deflater {
        Deflater { compressor: Compress::new(flate2::Compression::new(LEVEL), true), room: Vec::new() }
    }

    /// Encodes a stream, unless that makes it longer.
    pub(super) fn deflate(&mut self, stream: &mut Stream) {
        self.compressor.reset();
        self.room.clear();
        self.room.reserve(stream.content.len());
        let status = self.compressor.compress_vec(&stream.content, &mut self.room, FlushCompress::Finish);
        if matches!(status, Ok(Status::StreamEnd)) && self.room.len() < stream.content.len() {
            stream.dict.set("Filter", name("FlateDecode"));
            stream.set_content(self.room.clone());
        }
    }
}

/// Makes a stream of each thing and deflates it, on all cores.
pub(super) fn each<T: Sync>(things: &[T], write: impl Fn(&T) -> Stream + Sync) -> Vec<Stream> {
    let deflated = |deflater: &mut Deflater, thing: &T| {
        let mut stream = write(thing);
        deflater.deflate(&mut stream);
        stream
    };
    things.par_iter().with_min_len(TOGETHER).map_init(Deflater::new, deflated).collect()
}

/// Deflates every stream that is not encoded yet.
pub(super) fn the_rest(doc: &mut Document) {
    let mut streams: Vec<&mut Stream> = doc
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .filter(|stream| stream.allows_compression && !stream.dict.has(b"Filter"))
        .collect();
    // A font takes as long as many pages: each goes its own way.
    streams.par_iter_mut().for_each_init(Deflater::new, |deflater, stream| deflater.deflate(stream));
}
