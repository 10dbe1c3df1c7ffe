//! `[diagnostics]` to levels.
//!
//! In: the table. Out: [`Levels`]. A code that there is not is told with the nearest one, and so is a level that an error
//! without which there is no book cannot have.

use super::reader::Reader;
use crate::diagnostic::{Code, Level, Levels};

/// Reads `[diagnostics]`.
pub(super) fn read(levels: &mut Levels, mut table: Reader<'_>) {
    let words = Level::ALL.map(|level| (level.word(), level));
    for code in Code::ALL {
        let place = table.node(code.name()).map(|node| node.span);
        let Some(level) = table.choice(code.name(), &words) else { continue };
        match place {
            Some(span) if code.is_firm() && level != Level::Error => {
                let message = format!("`{}`: after this error there is no book; it stays an error", code.name());
                table.invalid(span, message, Some("take the line out".to_owned()));
            }
            _ => levels.set(*code, level),
        }
    }
    table.finish();
}

#[cfg(test)]
mod tests {
    use super::super::reader::Manner;
    use super::super::toml;
    use super::*;
    use crate::diagnostic::{Diagnostics, Severity};
    use crate::source::{FileId, Span};

    type Told = (Code, Severity, String, Vec<String>);

    fn read_text(text: &str) -> (Levels, Vec<Told>) {
        let table = toml::read(text, Span::new(FileId(0), 0, text.len() as u32)).expect("sound TOML");
        let (mut levels, mut diagnostics) = (Levels::default(), Diagnostics::default());
        read(&mut levels, Reader::new(&table, "[diagnostics]", Manner::Strict, &mut diagnostics));
        let told = diagnostics.sorted();
        (levels, told.iter().map(|d| (d.code, d.severity, d.message.clone(), d.hints.clone())).collect())
    }

    #[test]
    fn every_code_takes_every_level() {
        let (levels, told) = read_text("unused-file = \"error\"\ndead-link = \"note\"\nraw-html = \"off\"\n");
        assert_eq!(told, []);
        assert_eq!(levels.of(Code::UnusedFile), Some(Level::Error));
        assert_eq!(levels.of(Code::DeadLink), Some(Level::Note));
        assert_eq!((levels.of(Code::RawHtml), levels.of(Code::LooseLine)), (Some(Level::Off), None));
    }

    #[test]
    fn what_means_nothing_is_told() {
        let (levels, told) = read_text("unsued-file = \"off\"\n");
        assert_eq!((levels, told[0].0), (Levels::default(), Code::UnknownKey));
        assert_eq!(told[0].3, ["did you mean `unused-file`?"]);
        let (_, told) = read_text("unused-file = \"warn\"\n");
        assert_eq!((told[0].0, told[0].1), (Code::InvalidValue, Severity::Warning));
        let (_, told) = read_text("unused-file = 3\n");
        assert_eq!(told[0].0, Code::WrongType);
        let (levels, told) = read_text("empty-book = \"warning\"\n");
        assert_eq!((levels.of(Code::EmptyBook), told[0].0), (None, Code::InvalidValue));
        assert!(told[0].2.contains("stays an error"), "{}", told[0].2);
        assert_eq!(read_text("empty-book = \"error\"\n").1, []);
    }
}
