//! The PDF backend by itself: pages made by hand are written, read back with `lopdf`, and judged by qpdf and poppler.

use bifolio::document::{Contributor, Id, ImageFormat, ImageId, ImageResource, Language, Metadata, Publisher, Relator};
use bifolio::font::{Family, Features, FontBook, ShapedGlyph, Shaper, Style};
use bifolio::page::{
    self, Glyph, GlyphRun, Ink, Item, Label, LabelStyle, LinkTarget, OutlineEntry, Owner, Page, Pages,
};
use bifolio::pdf;
use bifolio::units::{Length, Point, Rect, Size};
use lopdf::{Dictionary, Document, Object};
use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

const SHY: &str = "\u{ad}";

fn pt(points: f64) -> Length {
    Length::pt(points)
}

/// Sets text by hand.
struct Hand<'a> {
    shaper: Shaper<'a>,
    features: Features,
    style: Style,
    size: Length,
}

impl<'a> Hand<'a> {
    fn new(fonts: &'a FontBook) -> Hand<'a> {
        Hand { shaper: Shaper::new(fonts), features: Features::default(), style: Style::default(), size: pt(10.5) }
    }

    /// A line at `x`, `y`; a soft hyphen at its end is drawn as a hyphen.
    fn line(&mut self, x: f64, y: f64, text: &str) -> Item {
        let fonts = self.shaper.fonts();
        let face = fonts.select(self.style);
        let em = fonts.face(face).metrics.units_per_em;
        let drawn = text.replace(SHY, "-");
        let shaped: Vec<ShapedGlyph> = self.shaper.shape(face, &drawn, self.features, "en").collect();
        let mut glyphs: Vec<Glyph> = Vec::new();
        let shows_soft = text.ends_with(SHY);
        for (at, glyph) in shaped.iter().enumerate() {
            let same = at > 0 && shaped[at - 1].cluster == glyph.cluster;
            let end = shaped[at..].iter().map(|g| g.cluster).find(|c| *c > glyph.cluster);
            let end = end.map_or(drawn.len(), |c| c as usize);
            let bytes = if same { 0 } else { end - glyph.cluster as usize };
            let last = shows_soft && end == drawn.len();
            glyphs.push(Glyph {
                id: glyph.id,
                text_bytes: if last { SHY.len() as u8 } else { bytes as u8 },
                advance: self.size.font_units(i64::from(glyph.advance), em).into(),
                dx: self.size.font_units(i64::from(glyph.x_offset), em).into(),
                dy: (-self.size.font_units(i64::from(glyph.y_offset), em)).into(),
            });
        }
        Item::Glyphs(GlyphRun {
            face,
            size: self.size,
            scale: page::NATURAL,
            origin: Point::new(pt(x), pt(y)),
            ink: Ink::BLACK,
            owner: Owner::default(),
            glyphs,
            leftward: false,
            space_after: false,
            text: text.into(),
        })
    }

    /// A line whose spaces are stretched until it is `width` wide.
    fn justified(&mut self, x: f64, y: f64, width: f64, text: &str) -> Item {
        let Item::Glyphs(mut run) = self.line(x, y, text) else { unreachable!("a line is glyphs") };
        let mut at = 0;
        let mut spaces = Vec::new();
        for (place, glyph) in run.glyphs.iter().enumerate() {
            if run.text[at..].starts_with(' ') && glyph.text_bytes == 1 {
                spaces.push(place);
            }
            at += usize::from(glyph.text_bytes);
        }
        let missing = pt(width) - run.width();
        for (nth, place) in spaces.iter().enumerate() {
            let (from, to) =
                (missing * nth as i64 / spaces.len() as i64, missing * (nth as i64 + 1) / spaces.len() as i64);
            run.glyphs[*place].advance += to - from;
        }
        Item::Glyphs(run)
    }
}

fn anchor(id: &str, y: f64) -> Item {
    Item::Anchor { id: Id(id.into()), at: Point::new(pt(54.0), pt(y)) }
}

fn link(y: f64, target: LinkTarget, text: &str) -> Item {
    Item::Link {
        frame: Rect::new(pt(54.0), pt(y - 8.0), pt(80.0), pt(11.0)),
        target,
        text: text.into(),
        owner: Owner::default(),
    }
}

fn entry(title: &str, anchor: &str, children: Vec<OutlineEntry>) -> OutlineEntry {
    OutlineEntry { title: title.into(), anchor: Id(anchor.into()), children }
}

fn encoded(image: &image::DynamicImage, format: image::ImageFormat) -> Arc<[u8]> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).expect("encodes");
    bytes.into()
}

fn images() -> Vec<ImageResource> {
    use image::ImageFormat as F;
    let gradient =
        image::RgbaImage::from_fn(64, 48, |x, y| image::Rgba([(x * 4) as u8, (y * 5) as u8, 128, (x * 4) as u8]));
    let clear = image::DynamicImage::ImageRgba8(gradient);
    let opaque = image::DynamicImage::ImageRgb8(clear.to_rgb8());
    let deep = image::DynamicImage::ImageLuma16(opaque.to_luma16());
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48" width="64" height="48">
        <rect x="1" y="1" width="62" height="46" fill="#eef" stroke="#336"/><circle cx="20" cy="30" r="12" fill="#a33"/>
        <text x="8" y="14" font-family="sans-serif" font-size="9">Schéma</text></svg>"##;
    let files: [(ImageFormat, Arc<[u8]>); 6] = [
        (ImageFormat::Png, encoded(&clear, F::Png)),
        (ImageFormat::Png, encoded(&deep, F::Png)),
        (ImageFormat::Jpeg, encoded(&opaque, F::Jpeg)),
        (ImageFormat::Gif, encoded(&clear, F::Gif)),
        (ImageFormat::WebP, encoded(&clear, F::WebP)),
        (ImageFormat::Svg, svg.as_bytes().into()),
    ];
    let resource = |(n, (format, bytes)): (usize, (ImageFormat, Arc<[u8]>))| ImageResource {
        path: format!("images/{n}"),
        format,
        bytes,
        width: 64,
        height: 48,
        density: None,
    };
    files.into_iter().enumerate().map(resource).collect()
}

fn metadata() -> Metadata {
    let by = |name: &str, role| Contributor { name: name.into(), file_as: None, role };
    Metadata {
        title: "Преданная революция & <others>".into(),
        contributors: vec![
            by("Лев Троцкий", Relator::Author),
            by("Max Eastman", Relator::Translator),
            by("A. Second", Relator::Author),
        ],
        language: Language("en-GB".into()),
        publisher: Some(Publisher { name: "Pathfinder".into(), place: None }),
        subjects: ["history", "politics"].map(|name| String::from(name).into()).to_vec(),
        description: Some("What it is.".into()),
        rights: Some("CC BY 4.0".into()),
        epoch: Some(1_767_323_045),
        ..Metadata::default()
    }
}

/// A page of text and a page of images, with everything that a page can have.
fn book(fonts: &FontBook) -> Pages {
    let mut hand = Hand::new(fonts);
    let mut first = vec![anchor("start", 60.0), anchor("глава", 90.0)];
    first.push(hand.justified(54.0, 100.0, 300.0, "The office of the affluent flow was difficult; the first fifty"));
    first.push(hand.justified(
        54.0,
        113.5,
        300.0,
        &format!("flies baffle the fjord’s AVATAR with an efficient and extraordi{SHY}"),
    ));
    first.push(hand.justified(
        54.0,
        127.0,
        300.0,
        &format!("nary well-known way. Съешь же ещё этих мягких булок. Книго{SHY}"),
    ));
    first.push(hand.line(54.0, 140.5, "печатание — «ёлочки», ἀρετή, № 5."));
    hand.features = Features { all_small_capitals: true, ..Features::default() };
    first.push(hand.line(54.0, 160.0, "Small Capitals and Capitals"));
    hand.features = Features { small_capitals: true, old_style_figures: true, ..Features::default() };
    first.push(hand.line(54.0, 174.0, "Other Small Capitals 1936"));
    hand.features = Features::default();
    hand.style = Style { family: Family::Mono, ..Style::default() };
    first.push(hand.line(54.0, 190.0, "fn main() { (\\) -> x }"));
    hand.style = Style { italic: true, ..Style::default() };
    first.push(hand.line(54.0, 210.0, "An italic affix"));
    hand.style = Style::default();
    first.push(Item::Rule { frame: Rect::new(pt(54.0), pt(300.0), pt(72.0), pt(0.5)), ink: Ink::grey(128) });
    first.push(link(210.0, LinkTarget::Anchor(Id("глава".into())), "to the chapter"));
    first.push(link(190.0, LinkTarget::Anchor(Id("nowhere".into())), "to nothing"));
    first.push(link(174.0, LinkTarget::Url("https://example.org/я b".into()), "outside"));
    let mut second = vec![anchor("images", 54.0)];
    for image in 0..6 {
        let (column, row) = (f64::from(image % 3), f64::from(image / 3));
        let frame = Rect::new(pt(54.0 + column * 110.0), pt(60.0 + row * 90.0), pt(96.0), pt(72.0));
        second.push(Item::Image { image: ImageId(image), frame, alt: "a gradient".into(), owner: Owner::default() });
    }
    second.push(hand.line(54.0, 260.0, "Below the images"));
    let size = Size::new(pt(432.0), pt(648.0));
    let label = |style, number| Label { style, number };
    let head = vec![hand.line(150.0, 36.0, "Running head")];
    Pages {
        metadata: metadata(),
        pages: vec![
            Page { size, label: label(LabelStyle::Roman, 1), furniture: head, items: first, ..Page::default() },
            Page { size, label: label(LabelStyle::Roman, 2), ..Page::default() },
            Page { size, label: label(LabelStyle::Arabic, 1), items: second, ..Page::default() },
        ],
        outline: vec![
            entry("Start", "start", vec![entry("Глава", "глава", vec![]), entry("Lost", "nowhere", vec![])]),
            entry("Images", "images", vec![]),
        ],
        images: images(),
        ..Pages::default()
    }
}

fn written() -> (Vec<u8>, Document) {
    let fonts = FontBook::builtin();
    let bytes = pdf::write(&book(&fonts), &fonts, &pdf::Options::default()).expect("the pages are written");
    let document = Document::load_mem(&bytes).expect("the file is read back");
    (bytes, document)
}

/// Runs a program on the file; its output.
pub(crate) fn judged(bytes: &[u8], program: &str, before: &[&str], after: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("book.pdf");
    std::fs::write(&path, bytes).expect("the file is written");
    let output = Command::new(program).args(before).arg(&path).args(after).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}: run tests/judges/install"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &str) -> &'a Object {
    dictionary.get_deref(key.as_bytes(), document).unwrap_or_else(|_| panic!("no {key}"))
}

fn decoded(object: &Object) -> String {
    let bytes = object.as_str().expect("a string");
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(units) => {
            let units: Vec<u16> = units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        None => String::from_utf8(bytes.to_vec()).expect("ASCII"),
    }
}

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().expect("a catalog")
}

#[test]
fn text_copies_out_as_it_was_written() {
    let text = judged(&written().0, "pdftotext", &[], &["-"]);
    let words = [
        "office of the affluent flow was difficult; the first fifty",
        "extraordinary",
        "well-known",
        "Съешь же ещё этих мягких булок",
        "Книгопечатание",
        "«ёлочки», ἀρετή, № 5.",
        "Small Capitals and Capitals",
        "Other Small Capitals 1936",
        "fn main() { (\\) -> x }",
        "An italic affix",
        "Running head",
        "Schéma",
    ];
    for word in words {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[test]
fn every_page_has_its_own_text() {
    let bytes = written().0;
    let page = |number: &str| judged(&bytes, "pdftotext", &["-f", number, "-l", number], &["-"]);
    assert!(page("1").starts_with("Running head"));
    assert_eq!(page("2").trim(), "");
    let lines: Vec<String> = page("3").split_whitespace().map(String::from).collect();
    assert_eq!(lines.join(" "), "Schéma Below the images");
}

#[test]
fn fonts_are_embedded_subset_and_readable() {
    let listed = judged(&written().0, "pdffonts", &[], &[]);
    let fonts: Vec<&str> = listed.lines().skip(2).collect();
    assert!(fonts.len() >= 4, "serif, italic, mono and one in the drawing: {listed}");
    for font in fonts {
        let fields: Vec<&str> = font.split_whitespace().collect();
        assert_eq!(fields[fields.len() - 5..fields.len() - 2], ["yes", "yes", "yes"], "{listed}");
    }
}

#[test]
fn qpdf_finds_nothing_wrong() {
    let report = judged(&written().0, "qpdf", &["--check"], &[]);
    assert!(report.contains("No syntax or stream encoding errors found"), "{report}");
    assert!(!report.contains("WARNING"), "{report}");
}

#[test]
fn equal_pages_give_equal_bytes() {
    let (first, second) = (written().0, written().0);
    assert!(first == second);
    let fonts = FontBook::builtin();
    let mut other = book(&fonts);
    other.metadata.title.push('!');
    let other = pdf::write(&other, &fonts, &pdf::Options::default()).expect("written");
    let id = |bytes: &[u8]| {
        let document = Document::load_mem(bytes).expect("read back");
        document.trailer.get(b"ID").expect("an identifier").clone()
    };
    assert_ne!(id(&first), id(&other));
}

#[test]
fn the_outline_is_nested_and_closed_below_the_first_level() {
    let document = written().1;
    let root = get(&document, catalog(&document), "Outlines").as_dict().expect("a dictionary");
    assert_eq!(get(&document, root, "Count").as_i64().expect("a number"), 2);
    let start = get(&document, root, "First").as_dict().expect("an item");
    assert_eq!(decoded(get(&document, start, "Title")), "Start");
    assert_eq!(get(&document, start, "Count").as_i64().expect("a number"), -2);
    let chapter = get(&document, start, "First").as_dict().expect("an item");
    assert_eq!(decoded(get(&document, chapter, "Title")), "Глава");
    assert_eq!(decoded(get(&document, chapter, "Dest")), "глава");
    let lost = get(&document, chapter, "Next").as_dict().expect("an item");
    assert!(!lost.has(b"Dest") && !lost.has(b"Next"));
    let images = get(&document, start, "Next").as_dict().expect("an item");
    assert_eq!(decoded(get(&document, images, "Title")), "Images");
    assert!(!images.has(b"Count"));
    assert_eq!(catalog(&document).get(b"PageMode").and_then(Object::as_name).expect("a name"), b"UseOutlines");
}

#[test]
fn pages_are_labelled_and_have_their_size() {
    let document = written().1;
    let labels = get(&document, catalog(&document), "PageLabels").as_dict().expect("a dictionary");
    let ranges = labels.get(b"Nums").and_then(Object::as_array).expect("an array");
    let starts: Vec<i64> = ranges.iter().step_by(2).map(|n| n.as_i64().expect("a number")).collect();
    assert_eq!(starts, [0, 2]);
    let styles: Vec<&[u8]> = ranges
        .iter()
        .skip(1)
        .step_by(2)
        .map(|r| r.as_dict().and_then(|r| r.get(b"S")).and_then(Object::as_name).expect("a style"))
        .collect();
    assert_eq!(styles, [b"r", b"D"]);
    for page in document.page_iter() {
        let page = document.get_dictionary(page).expect("a page");
        for key in ["MediaBox", "TrimBox", "CropBox"] {
            let bounds = page.get(key.as_bytes()).and_then(Object::as_array).expect("an array");
            let bounds: Vec<f32> = bounds.iter().map(|n| n.as_float().expect("a number")).collect();
            assert_eq!(bounds, [0.0, 0.0, 432.0, 648.0], "{key}");
        }
    }
}

#[test]
fn links_lead_to_destinations_that_exist() {
    let document = written().1;
    let first = document.page_iter().next().expect("a page");
    let page = document.get_dictionary(first).expect("a page");
    let annotations = page.get(b"Annots").and_then(Object::as_array).expect("links");
    assert_eq!(annotations.len(), 2, "the dangling link is left out");
    let actions: Vec<&Dictionary> = annotations
        .iter()
        .map(|a| document.dereference(a).expect("an annotation").1.as_dict().expect("a dictionary"))
        .inspect(|a| assert_eq!(get(&document, a, "F").as_i64().expect("flags"), 4))
        .map(|a| get(&document, a, "A").as_dict().expect("an action"))
        .collect();
    assert_eq!(decoded(get(&document, actions[0], "D")), "глава");
    assert_eq!(decoded(get(&document, actions[1], "URI")), "https://example.org/%D1%8F%20b");

    let names = get(&document, catalog(&document), "Names").as_dict().expect("names");
    let tree = get(&document, names, "Dests").as_dict().expect("a tree");
    let leaf = &get(&document, tree, "Kids").as_array().expect("leaves")[0];
    let leaf = document.dereference(leaf).expect("a leaf").1.as_dict().expect("a leaf");
    let names = leaf.get(b"Names").and_then(Object::as_array).expect("names");
    let found: Vec<String> = names.iter().step_by(2).map(decoded).collect();
    assert_eq!(found, ["images", "start", "глава"]);
    let place = names[5].as_array().expect("a destination");
    assert_eq!(place[0].as_reference().expect("a page"), first);
}

#[test]
fn the_information_dictionary_agrees_with_xmp() {
    let document = written().1;
    let info = document.trailer.get_deref(b"Info", &document).and_then(Object::as_dict).expect("a dictionary");
    let said = |key: &str| decoded(get(&document, info, key));
    let stream = get(&document, catalog(&document), "Metadata").as_stream().expect("a stream");
    let xmp = String::from_utf8(stream.content.clone()).expect("an uncompressed packet");
    let xml = roxmltree::Document::parse(&xmp).expect("well-formed");
    let element =
        |name: &str| xml.descendants().find(|n| n.tag_name().name() == name).unwrap_or_else(|| panic!("no {name}"));
    let items = |name: &str| -> Vec<String> {
        let list = element(name).descendants().filter(|n| n.tag_name().name() == "li");
        list.map(|n| n.text().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(items("title")[0], said("Title"));
    assert_eq!(items("creator").join("; "), said("Author"));
    assert_eq!(said("Author"), "Лев Троцкий; A. Second");
    assert_eq!(items("description")[0], said("Subject"));
    assert_eq!(element("Keywords").text(), Some(said("Keywords").as_str()));
    assert_eq!(element("Producer").text(), Some(said("Producer").as_str()));
    assert_eq!(element("CreateDate").text(), Some("2026-01-02T03:04:05Z"));
    assert_eq!(said("CreationDate"), "D:20260102030405Z");
    assert_eq!(items("language"), ["en-GB"]);
    assert_eq!(items("contributor"), ["Max Eastman"]);
    assert_eq!(decoded(get(&document, catalog(&document), "Lang")), "en-GB");
}

#[test]
fn a_jpeg_is_taken_over_untouched_and_transparency_kept() {
    let document = written().1;
    let images = images();
    let streams: Vec<&lopdf::Stream> = document.objects.values().filter_map(|o| o.as_stream().ok()).collect();
    assert_eq!(streams.iter().filter(|s| s.content == images[2].bytes.to_vec()).count(), 1);
    let masked = streams.iter().filter(|s| s.dict.has(b"SMask")).count();
    assert_eq!(masked, 3, "PNG, GIF and WebP with an alpha channel");
}

#[test]
fn a_broken_image_is_named() {
    let fonts = FontBook::builtin();
    let mut broken = book(&fonts);
    broken.images[5].bytes = b"<svg".as_slice().into();
    let error = pdf::write(&broken, &fonts, &pdf::Options::default()).expect_err("no SVG");
    assert!(error.to_string().contains("images/5"), "{error}");
}

#[test]
fn glyphs_stand_where_the_run_says() {
    let text = judged(&written().0, "pdftotext", &["-bbox"], &["-"]);
    let right_edge = |word: &str| -> f64 {
        let line =
            text.lines().find(|line| line.contains(&format!(">{word}<"))).unwrap_or_else(|| panic!("{word} in {text}"));
        let value = line.split("xMax=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an edge");
        value.parse().expect("a number")
    };
    assert!((right_edge("fifty") - 354.0).abs() < 0.011, "{}", right_edge("fifty"));
}

#[test]
fn an_empty_book_is_still_a_file() {
    let fonts = FontBook::builtin();
    let page = Page { size: Size::new(pt(100.0), pt(100.0)), ..Page::default() };
    let bytes = pdf::write(&Pages { pages: vec![page], ..Pages::default() }, &fonts, &pdf::Options::default())
        .expect("written");
    judged(&bytes, "qpdf", &["--check"], &[]);
}

/// Five thousand pages deep and wide: names, outline and page tree stay in balance.
#[test]
fn a_long_book_has_a_balanced_page_tree() {
    let fonts = FontBook::builtin();
    let size = Size::new(pt(100.0), pt(100.0));
    let page = |n: u32| Page {
        size,
        label: Label { style: LabelStyle::Arabic, number: n + 1 },
        items: vec![anchor(&format!("p{n}"), 10.0)],
        ..Page::default()
    };
    let mut outline = entry("deepest", "p0", vec![]);
    for n in 0..500 {
        outline = entry("deeper", &format!("p{n}"), vec![outline]);
    }
    let pages = Pages { pages: (0..2000).map(page).collect(), outline: vec![outline], ..Pages::default() };
    let bytes = pdf::write(&pages, &fonts, &pdf::Options::default()).expect("written");
    judged(&bytes, "qpdf", &["--check"], &[]);
    let document = Document::load_mem(&bytes).expect("read back");
    assert_eq!(document.page_iter().count(), 2000);
    let tree = get(&document, catalog(&document), "Pages").as_dict().expect("a node");
    assert!(tree.get(b"Kids").and_then(Object::as_array).expect("kids").len() <= 32);
}

#[test]
fn a_turned_page_shows_its_items_turned_and_its_links_where_they_are_seen() {
    let fonts = FontBook::builtin();
    let size = Size::new(pt(432.0), pt(648.0));
    let target = || LinkTarget::Anchor(Id("there".into()));
    let frame = Rect::new(pt(60.0), pt(70.0), pt(100.0), pt(12.0));
    let items =
        vec![anchor("there", 70.0), Item::Link { frame, target: target(), text: "go".into(), owner: Owner::default() }];
    let rule = Item::Rule { frame, ink: Ink::BLACK };
    let page = Page { size, items: [items, vec![rule]].concat(), turned: true, ..Page::default() };
    let bytes = pdf::write(&Pages { pages: vec![page], ..Pages::default() }, &fonts, &pdf::Options::default())
        .expect("the page is written");
    let document = Document::load_mem(&bytes).expect("the file is read back");
    let id = document.page_iter().next().expect("a page");
    let content = String::from_utf8(document.get_page_content(id)).expect("ASCII");
    assert!(content.contains("q 0 1 -1 0 432 0 cm"), "{content}");
    assert!(content.contains("60 350 100 12 re f"), "{content}");
    let annotation = document.get_page_annotations(id).expect("links")[0];
    let corners = annotation.get(b"Rect").and_then(Object::as_array).expect("an area");
    let corners: Vec<f32> = corners.iter().map(|c| c.as_float().expect("a number")).collect();
    assert_eq!(corners, [70.0, 60.0, 82.0, 160.0]);
}
