//! The text of every file that was read, and places in it.
//!
//! In: file names and their text. Out: a [`FileId`] for each, [`Span`]s into them, and the line and column of a span.
//! A text that was made of several files leads back to them ([`SourceMap::origin`]).
//! Knows nothing of Markdown, books or diagnostics.

mod address;
mod made;
mod span;

pub use address::percent_decoded;
pub use made::Made;
pub use span::{FileId, Span, Spanned};

/// One file: the name that a message shows and the text that spans point into.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the folder of the manuscript, with `/` between parts.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Byte offsets at which lines begin.
    line_starts: Vec<u32>,
    /// Of a text that was made of others, where its pieces were read.
    made: Option<Made>,
    /// True when the name is no path from the folder of the manuscript.
    is_elsewhere: bool,
}

/// A place as a person counts it: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// All the files of one manuscript, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    /// What messages put before a file's name: the folder of the manuscript as the user wrote it, with a `/` at its
    /// end; empty for the current folder.
    pub base: String,
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns the id by which spans name it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        self.files.push(SourceFile { name: name.into(), text, line_starts, made: None, is_elsewhere: false });
        FileId(self.files.len() as u32 - 1)
    }

    /// Adds what is no file of the manuscript; messages show its name as it is.
    pub fn add_elsewhere(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = self.add(name, text);
        self.files[id.0 as usize].is_elsewhere = true;
        id
    }

    /// Adds a text that was made of others. Its name is that of the file which it stands for.
    pub fn add_made(&mut self, name: impl Into<String>, made: Made) -> FileId {
        let id = self.add(name, made.text.clone());
        self.files[id.0 as usize].made = Some(made);
        id
    }

    /// The place at which a person finds what a span covers: in a made text, where it was read.
    pub fn origin(&self, span: Span) -> Span {
        // What is made of made texts leads back in steps, each to a text that was there before.
        let mut span = span;
        while let Some(made) = &self.file(span.file).made
            && let Some(origin) = made.origin(span.start, span.end)
            && origin.file < span.file
        {
            span = origin;
        }
        span
    }

    /// The file behind an id.
    ///
    /// # Panics
    /// When the id comes from another map.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The name of a file as a message shows it: as the user would write it.
    ///
    /// # Panics
    /// When the id comes from another map.
    pub fn shown_name(&self, id: FileId) -> String {
        let file = self.file(id);
        if file.is_elsewhere { file.name.clone() } else { format!("{}{}", self.base, file.name) }
    }

    /// Every file with its id.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.file).text[span.start as usize..span.end as usize]
    }

    /// Line and column at which a span starts.
    pub fn line_column(&self, span: Span) -> LineColumn {
        let file = self.file(span.file);
        let line = file.line_starts.partition_point(|start| *start <= span.start) - 1;
        let start = file.line_starts[line] as usize;
        let end = (span.start as usize).min(file.text.len());
        let column = file.text.get(start..end).map_or(1, |before| before.chars().count() + 1);
        LineColumn { line: line + 1, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut map = SourceMap::default();
        let file = map.add("a.md", "один\nдва три\n");
        let start = map.file(file).text.find("три").expect("the word is there") as u32;
        let place = map.line_column(Span::new(file, start, start + 6));
        assert_eq!(place, LineColumn { line: 2, column: 5 });
    }

    #[test]
    fn the_end_of_a_file_has_a_place() {
        let mut map = SourceMap::default();
        let file = map.add("a.md", "a\n");
        assert_eq!(map.line_column(Span::new(file, 2, 2)), LineColumn { line: 2, column: 1 });
    }
}
