//! The colours that the file means: an output intent (ISO 32000-1, 14.11.5) with a profile of sRGB.
//!
//! In: nothing. Out: the intent that PDF/A asks of a file with colours of a device (ISO 19005-2, 6.2.3), and its profile.
//! The profile is made here: a display profile of version 4.2 (ICC.1:2004-10) whose curve is the formula of IEC 61966-2-1.

use super::number::{name, text};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// What the colours are called.
const SRGB: &str = "sRGB IEC61966-2.1";

/// Adds the profile to the file; returns the output intent.
pub(super) fn add(doc: &mut Document) -> Dictionary {
    let stream = Stream::new(dictionary! { "N" => 3, "Alternate" => name("DeviceRGB") }, profile());
    dictionary! {
        "Type" => "OutputIntent",
        "S" => name("GTS_PDFA1"),
        "OutputConditionIdentifier" => text(SRGB),
        "Info" => text(SRGB),
        "DestOutputProfile" => Object::Reference(doc.add_object(stream)),
    }
}

/// Length of a profile's header.
const HEADER: usize = 128;

/// The profile.
fn profile() -> Vec<u8> {
    // The primaries and the white of sRGB, seen in the light of D50 that profiles are written for (Bradford).
    let (red, green, blue) = ([0.43604, 0.22248, 0.01392], [0.38511, 0.71691, 0.09707], [0.14305, 0.06061, 0.71391]);
    let white = [0.9642, 1.0, 0.8249];
    let adaptation = [1.04789, 0.02292, -0.05022, 0.02958, 0.99048, -0.01708, -0.00925, 0.01507, 0.75168];
    let curve = curve();
    let tags: [([u8; 4], Vec<u8>); 10] = [
        (*b"desc", words("sRGB")),
        (*b"cprt", words("No copyright, use freely")),
        (*b"wtpt", numbers(*b"XYZ ", &white)),
        (*b"chad", numbers(*b"sf32", &adaptation)),
        (*b"rXYZ", numbers(*b"XYZ ", &red)),
        (*b"gXYZ", numbers(*b"XYZ ", &green)),
        (*b"bXYZ", numbers(*b"XYZ ", &blue)),
        (*b"rTRC", curve.clone()),
        (*b"gTRC", curve.clone()),
        (*b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let (mut data, start) = (Vec::new(), HEADER + 4 + 12 * tags.len());
    let mut last: Option<(&[u8], usize)> = None;
    for (signature, content) in &tags {
        // Equal tags that follow one another share their data.
        let at = match last {
            Some((shared, at)) if shared == content => at,
            _ => {
                data.resize(data.len().next_multiple_of(4), 0);
                data.extend(content);
                start + data.len() - content.len()
            }
        };
        last = Some((content, at));
        table.extend(signature);
        table.extend((at as u32).to_be_bytes());
        table.extend((content.len() as u32).to_be_bytes());
    }
    data.resize(data.len().next_multiple_of(4), 0);
    [header(start + data.len()), table, data].concat()
}

/// The header (7.2) of a profile of this length: a display of RGB, connected by XYZ.
fn header(length: usize) -> Vec<u8> {
    let mut header = vec![0; HEADER];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &(length as u32).to_be_bytes());
    put(8, &[4, 0x20, 0, 0]);
    put(12, b"mntrRGB XYZ ");
    // The first day of the year of the specification: a date is asked for.
    put(24, &[0x07, 0xD4, 0, 1, 0, 1]);
    put(36, b"acsp");
    // The white of D50 (7.2.16).
    put(68, &fixed(0.9642));
    put(72, &fixed(1.0));
    put(76, &fixed(0.8249));
    header
}

/// A number with sixteen bits after the point (4.4).
fn fixed(number: f64) -> [u8; 4] {
    ((number * 65_536.0).round() as i32).to_be_bytes()
}

/// A tag of fixed-point numbers.
fn numbers(kind: [u8; 4], numbers: &[f64]) -> Vec<u8> {
    let mut tag = [kind, [0; 4]].concat();
    numbers.iter().for_each(|number| tag.extend(fixed(*number)));
    tag
}

/// A text in English (10.13).
fn words(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = [*b"mluc", [0; 4], 1u32.to_be_bytes(), 12u32.to_be_bytes(), *b"enUS"].concat();
    tag.extend((units.len() as u32).to_be_bytes());
    tag.extend(28u32.to_be_bytes());
    tag.extend(units);
    tag
}

/// The curve of a primary: a straight foot, then a power (10.15, function 3).
fn curve() -> Vec<u8> {
    let mut tag = [*b"para", [0; 4], [0, 3, 0, 0]].concat();
    [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045].iter().for_each(|number| tag.extend(fixed(*number)));
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(bytes: &[u8], at: usize) -> u32 {
        u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
    }

    #[test]
    fn every_tag_lies_in_the_profile_and_says_what_it_is() {
        let profile = profile();
        assert_eq!(word(&profile, 0) as usize, profile.len());
        assert!(profile.len() < 600, "{}", profile.len());
        for nth in 0..word(&profile, HEADER) as usize {
            let entry = HEADER + 4 + 12 * nth;
            let (at, length) = (word(&profile, entry + 4) as usize, word(&profile, entry + 8) as usize);
            assert!(at % 4 == 0 && at + length <= profile.len());
            let kind = &profile[at..at + 4];
            assert!([&b"mluc"[..], b"XYZ ", b"sf32", b"para"].contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn the_primaries_add_up_to_the_white_of_profiles() {
        let profile = profile();
        let values = |tag: &[u8; 4]| {
            let entry = (0..10).map(|nth| HEADER + 4 + 12 * nth).find(|at| &profile[*at..*at + 4] == tag);
            let at = word(&profile, entry.expect("the tag") + 4) as usize;
            [8, 12, 16].map(|offset| f64::from(word(&profile, at + offset)) / 65_536.0)
        };
        let (red, green, blue) = (values(b"rXYZ"), values(b"gXYZ"), values(b"bXYZ"));
        for (axis, white) in values(b"wtpt").into_iter().enumerate() {
            let sum = red[axis] + green[axis] + blue[axis];
            assert!((sum - white).abs() < 0.0005, "{sum} {white}");
        }
    }
}
