//! The map from codes to text that a font carries.
//!
//! In: a reading of a face. Out: a CMap file (Adobe Technical Note 5014) for `/ToUnicode` (ISO 32000-1, 9.10.3).

use super::codes::FaceCodes;
use std::fmt::Write;

/// Entries that one section may have.
const SECTION: usize = 100;

const HEAD: &str = "/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
";

const FOOT: &str = "endcmap
CMapName currentdict /CMap defineresource pop
end
end
";

/// The map from the codes of a reading to text.
pub(super) fn to_unicode(codes: &FaceCodes, reading: u8) -> String {
    [HEAD, &sections(&codes.texts(reading)), FOOT].concat()
}

/// The entries of codes and their texts.
pub(super) fn sections(texts: &[(u16, &str)]) -> String {
    let mut cmap = String::new();
    for section in texts.chunks(SECTION) {
        line(&mut cmap, format_args!("{} beginbfchar", section.len()));
        for (code, text) in section {
            let units: String = text.encode_utf16().map(|unit| format!("{:04X}", allowed(unit))).collect();
            line(&mut cmap, format_args!("<{code:04X}> <{units}>"));
        }
        line(&mut cmap, format_args!("endbfchar"));
    }
    cmap
}

/// Three code points must not stand in a map (ISO 14289-1, 7.21.7).
fn allowed(unit: u16) -> u16 {
    if matches!(unit, 0 | 0xFEFF | 0xFFFE) { 0xFFFD } else { unit }
}

fn line(cmap: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(cmap, "{text}").expect("writing to a string cannot fail");
}
