//! Drawings: SVG as a form XObject (ISO 32000-1, 8.10).
//!
//! In: an SVG file and the faces of the book. Out: a one-page PDF made by `svg2pdf`, whose page becomes a form of our
//! file. Text stays text and is set in the book's own faces; nothing outside the SVG is read.

use super::number::name;
use super::svg_text;
use crate::font::{Family, FontBook, Style};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use svg2pdf::usvg::{self, fontdb};

/// How deep elements may stand in one another: `usvg` calls itself for each level and would run out of stack.
const MOST_LEVELS: usize = 300;

/// Stack of the thread that converts, in bytes; what is not touched takes no memory.
const STACK: usize = 128 << 20;

/// The faces that drawings may use.
pub(super) struct TypeCase {
    faces: Arc<fontdb::Database>,
    serif: String,
}

impl TypeCase {
    /// Takes the faces of the book; `serif` and `sans-serif` are its book face, `monospace` its code face.
    pub(super) fn new(fonts: &FontBook) -> TypeCase {
        let mut faces = fontdb::Database::new();
        let mut families = BTreeMap::new();
        for (id, face) in fonts.faces() {
            if face.index() > 0 {
                continue;
            }
            let source = fontdb::Source::Binary(Arc::new(face.data().to_vec()));
            let loaded = faces.load_font_source(source);
            let info = loaded.first().and_then(|loaded| faces.face(*loaded));
            if let Some((family, _)) = info.and_then(|info| info.families.first()) {
                families.insert(id, family.clone());
            }
        }
        let family =
            |family| families.get(&fonts.select(Style { family, ..Style::default() })).cloned().unwrap_or_default();
        let (serif, mono) = (family(Family::Serif), family(Family::Mono));
        faces.set_serif_family(&serif);
        faces.set_sans_serif_family(&serif);
        faces.set_cursive_family(&serif);
        faces.set_fantasy_family(&serif);
        faces.set_monospace_family(mono);
        TypeCase { faces: Arc::new(faces), serif }
    }

    fn options(&self) -> usvg::Options<'static> {
        let data_image = usvg::ImageHrefResolver::default_data_resolver();
        usvg::Options {
            fontdb: Arc::clone(&self.faces),
            font_family: self.serif.clone(),
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: Box::new(move |kind, data, options| {
                    let shallow = levels(&data) <= MOST_LEVELS;
                    shallow.then(|| data_image(kind, data, options)).flatten()
                }),
                // A path or an address: not ours to open.
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        }
    }
}

/// A converted drawing, waiting to be taken over.
pub(super) struct Drawing(Document);

/// Converts an SVG file.
///
/// # Errors
/// When it is not an SVG, in the words of the parser.
pub(super) fn convert(bytes: &[u8], type_case: &TypeCase) -> Result<Drawing, String> {
    if levels(bytes) > MOST_LEVELS {
        return Err(format!("its elements are nested more than {MOST_LEVELS} deep"));
    }
    // Elements that use others can still make a long chain.
    std::thread::scope(|scope| {
        let spawned = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || draw(bytes, type_case));
        let thread = spawned.map_err(|error| error.to_string())?;
        thread.join().unwrap_or_else(|_| Err("the drawing is beyond the converter".into()))
    })
}

fn draw(bytes: &[u8], type_case: &TypeCase) -> Result<Drawing, String> {
    let tree = usvg::Tree::from_data(bytes, &type_case.options()).map_err(|error| error.to_string())?;
    let options = svg2pdf::ConversionOptions { compress: false, embed_text: true, ..Default::default() };
    let pdf = svg2pdf::to_pdf(&tree, options, svg2pdf::PageOptions::default()).map_err(|error| error.to_string())?;
    Document::load_mem(&pdf).map(Drawing).map_err(|error| error.to_string())
}

/// How deep elements stand in one another; 0 for what is not XML.
fn levels(bytes: &[u8]) -> usize {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let Ok(document) = roxmltree::Document::parse_with_options(text, options) else { return 0 };
    let (mut open, mut deepest) = (Vec::new(), 0);
    for node in document.descendants() {
        while open.last().is_some_and(|last| Some(*last) != node.parent()) {
            open.pop();
        }
        open.push(node);
        deepest = deepest.max(open.len());
    }
    deepest
}

/// Takes a drawing over into the file; returns the form, one unit wide and high as an image would be.
///
/// `svg2pdf` numbers fonts and resources in an order that changes from run to run. Objects are therefore numbered anew in
/// the order in which the page reaches them, with the keys of each dictionary sorted.
pub(super) fn import(doc: &mut Document, Drawing(drawing): Drawing) -> Result<ObjectId, lopdf::Error> {
    let page = drawing.page_iter().next().ok_or_else(|| lopdf::Error::DictKey("Page".into()))?;
    let page = drawing.get_dictionary(page)?;
    let bounds = page.get(b"MediaBox")?.as_array()?;
    let (width, height) = match bounds.as_slice() {
        [_, _, width, height] => (width.as_float()?, height.as_float()?),
        _ => return Err(lopdf::Error::DictKey("MediaBox".into())),
    };
    let content = drawing.get_object(page.get(b"Contents")?.as_reference()?)?.as_stream()?;
    let mut form = content.clone();
    form.dict.set("Type", name("XObject"));
    form.dict.set("Subtype", name("Form"));
    form.dict.set("BBox", bounds.clone());
    let scale = |length: f32| Object::Real(1.0 / length.max(f32::MIN_POSITIVE));
    let zero = || Object::Integer(0);
    form.dict.set("Matrix", vec![scale(width), zero(), zero(), scale(height), zero(), zero()]);
    for key in ["Resources", "Group"] {
        if let Ok(object) = page.get(key.as_bytes()) {
            form.dict.set(key, object.clone());
        }
    }
    Ok(Transplant::new(doc, &drawing).run(Object::Stream(form)))
}

/// Objects on their way from one document to another.
struct Transplant<'a> {
    into: &'a mut Document,
    from: &'a Document,
    numbers: BTreeMap<ObjectId, ObjectId>,
    waiting: VecDeque<ObjectId>,
}

impl<'a> Transplant<'a> {
    fn new(into: &'a mut Document, from: &'a Document) -> Transplant<'a> {
        Transplant { into, from, numbers: BTreeMap::new(), waiting: VecDeque::new() }
    }

    fn run(mut self, root: Object) -> ObjectId {
        let root = self.renumbered(root);
        let id = self.into.add_object(root);
        while let Some(old) = self.waiting.pop_front() {
            let object = self.from.get_object(old).cloned().unwrap_or(Object::Null);
            let object = self.renumbered(object);
            self.into.set_object(self.numbers[&old], object);
        }
        svg_text::complete(self.into, self.numbers.into_values());
        id
    }

    fn renumbered(&mut self, object: Object) -> Object {
        match object {
            Object::Reference(old) => Object::Reference(self.number(old)),
            Object::Array(items) if let Some(space) = self.device_space(&items) => name(space),
            Object::Array(items) => Object::Array(items.into_iter().map(|item| self.renumbered(item)).collect()),
            Object::Dictionary(dictionary) => Object::Dictionary(self.sorted(dictionary)),
            Object::Stream(mut stream) => {
                stream.dict = self.sorted(stream.dict);
                Object::Stream(stream)
            }
            plain => plain,
        }
    }

    /// The colours of the device for those that a profile describes. `svg2pdf` brings profiles of sRGB and of its grey with
    /// every drawing; the file says once, for all its pages, that the device is sRGB.
    fn device_space(&self, items: &[Object]) -> Option<&'static str> {
        let [Object::Name(kind), Object::Reference(profile)] = items else { return None };
        let profile =
            self.from.get_object(*profile).and_then(Object::as_stream).ok().filter(|_| kind == b"ICCBased")?;
        match profile.dict.get(b"N").and_then(Object::as_i64) {
            Ok(1) => Some("DeviceGray"),
            Ok(3) => Some("DeviceRGB"),
            _ => None,
        }
    }

    fn sorted(&mut self, dictionary: Dictionary) -> Dictionary {
        let entries: BTreeMap<Vec<u8>, Object> = dictionary.into_iter().collect();
        entries.into_iter().map(|(key, value)| (key, self.renumbered(value))).collect()
    }

    fn number(&mut self, old: ObjectId) -> ObjectId {
        if let Some(new) = self.numbers.get(&old) {
            return *new;
        }
        let new = self.into.new_object_id();
        self.numbers.insert(old, new);
        self.waiting.push_back(old);
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
        <text x="2" y="10" font-family="serif" font-size="8">Aф <tspan font-family="monospace">b</tspan></text>
        <image href="/etc/hostname.png" width="5" height="5"/></svg>"#;

    #[test]
    fn text_stays_text_and_every_run_numbers_alike() {
        let type_case = TypeCase::new(&FontBook::builtin());
        let imported = || {
            let mut doc = Document::new();
            let drawing = convert(SVG.as_bytes(), &type_case).expect("a drawing");
            let form = import(&mut doc, drawing).expect("a form");
            let mut file = Vec::new();
            doc.trailer.set("Root", form);
            doc.save_to(&mut file).expect("saves");
            file
        };
        let first = imported();
        let fonts = String::from_utf8_lossy(&first).matches("/FontDescriptor").count();
        assert!(!String::from_utf8_lossy(&first).contains("ICCBased"), "no profile is repeated");
        assert!(fonts >= 2, "two faces are embedded");
        for _ in 0..8 {
            assert!(imported() == first);
        }
    }

    #[test]
    fn deep_nesting_is_refused_before_it_fills_the_stack() {
        let nested = |depth| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}<rect width='1' height='1'/>{}</svg>",
                "<g opacity='.5'>".repeat(depth),
                "</g>".repeat(depth)
            )
        };
        let type_case = TypeCase::new(&FontBook::builtin());
        assert!(convert(nested(100_000).as_bytes(), &type_case).is_err());
        assert!(convert(nested(MOST_LEVELS - 3).as_bytes(), &type_case).is_ok());
    }

    #[test]
    fn what_is_no_svg_is_refused() {
        let type_case = TypeCase::new(&FontBook::builtin());
        for bytes in [&b"<svg"[..], b"", b"\xff\xfe", b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>"]
        {
            assert!(convert(bytes, &type_case).is_err());
        }
    }
}
