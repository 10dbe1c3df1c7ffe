//! The outside judges of PDF files: veraPDF on what a file claims, qpdf on its syntax, and three programs that draw it.

use super::conformance::claimed;
use super::judges::{judge, scratch};
use super::pdf::judged;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The PDF that the program makes of a manuscript of the repository, in a folder of this test's own.
fn made(test: &str, manuscript: &str) -> PathBuf {
    let folder = scratch(&format!("pdf/{test}/{}", manuscript.replace('/', "-")));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(manuscript);
    let said = Command::new(env!("CARGO_BIN_EXE_bifolio"))
        .args(["build", "--quiet", "--format", "pdf", "--output"])
        .args([&folder, &path])
        .output()
        .expect("the program runs");
    assert!(said.status.success(), "{manuscript}: {}", String::from_utf8_lossy(&said.stderr));
    let mut files = std::fs::read_dir(&folder).expect("the folder is there").flatten().map(|entry| entry.path());
    files.find(|path| path.extension().is_some_and(|e| e == "pdf")).expect("a book was made")
}

pub(crate) fn claims(pdf: &Path) -> Vec<String> {
    claimed(&std::fs::read(pdf).expect("the file is read back"))
}

/// The rules of a flavour that a file breaks, as `clause-test`.
fn broken(pdf: &Path, flavour: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(root.join("tests/judges/verapdf"));
    if std::env::var_os("JUDGES").is_none() {
        command.env("JUDGES", root.join("target/judges"));
    }
    let said = command.arg(flavour).arg(pdf).output().expect("the judge runs");
    assert!(matches!(said.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let rules = said.lines().filter(|line| line.starts_with("  ") && line.contains(" times: "));
    rules.filter_map(|line| line.trim().split(',').next()).map(str::to_owned).collect()
}

#[test]
fn the_sample_keeps_what_it_claims() {
    let pdf = made("sample", "manuscript");
    assert_eq!(claims(&pdf), ["ua1", "2a"]);
    judge("verapdf", &[Path::new("ua1,2a"), &pdf]);
}

/// A book of mdBook's that states no language is English by mdBook's rule, and claims it.
#[test]
fn a_book_of_mdbook_claims_its_language() {
    assert_eq!(claims(&made("language", "tests/books/mdbook")), ["ua1", "2a"]);
}

#[test]
fn every_claim_that_a_book_makes_is_kept() {
    for manuscript in [
        "tests/books/torture",
        "tests/books/typesetting",
        "tests/books/hebrew",
        "tests/books/japanese",
        "tests/books/chinese",
        "tests/books/mdbook",
        "tests/books/rightward.md",
        "tests/books/tables-and-code.md",
        "tests/books/diagrams.md",
        "tests/diagnostics/skipped-level",
        "tests/diagnostics/missing-glyph",
        "tests/diagnostics/remote-image",
    ] {
        let pdf = made("kept", manuscript);
        let claims = claims(&pdf);
        assert!(claims.contains(&"2a".to_owned()), "{manuscript} claims {claims:?}");
        judge("verapdf", &[Path::new(&claims.join(",")), &pdf]);
    }
}

/// The judge finds the very fault for which a claim is withheld, and that the claim is missing, and nothing else.
#[test]
fn what_is_withheld_would_not_be_kept() {
    const UNSAID: [(&str, &str); 2] = [("ua1", "5-1"), ("2a", "6.6.4-1")];
    for (manuscript, flavour, fault) in [
        ("missing-alt-text", "ua1", "7.3-1"),
        ("private-character", "2a", "6.2.11.7.3-1"),
        ("cmyk-image", "2a", "6.2.4.3-3"),
        ("drawing-glyph", "ua1", "7.21.8-1"),
        ("drawing-glyph", "2a", "6.2.11.8-1"),
    ] {
        let pdf = made(&format!("withheld-{flavour}"), &format!("tests/diagnostics/{manuscript}"));
        assert!(!claims(&pdf).contains(&flavour.to_owned()), "{manuscript} does not claim {flavour}");
        let unsaid = UNSAID.iter().find(|(of, _)| *of == flavour).map(|(_, rule)| *rule).expect("a flavour");
        let mut expected = [unsaid, fault].map(str::to_owned);
        let mut rules = broken(&pdf, flavour);
        expected.sort();
        rules.sort();
        assert_eq!(rules, expected, "{manuscript}, {flavour}");
    }
}

/// What no program can see in the file: that a language or a title was guessed, that a first row says nothing.
#[test]
fn what_only_the_author_knows_is_not_claimed() {
    for manuscript in ["missing-language", "missing-title", "headless-table"] {
        let pdf = made("guessed", &format!("tests/diagnostics/{manuscript}"));
        assert_eq!(claims(&pdf), ["2a"], "{manuscript}");
    }
}

#[test]
fn qpdf_finds_nothing_wrong_in_a_book() {
    for manuscript in ["manuscript", "tests/books/typesetting", "tests/books/torture"] {
        let bytes = std::fs::read(made("syntax", manuscript)).expect("the file is read back");
        let report = judged(&bytes, "qpdf", &["--check"], &[]);
        assert!(report.contains("No syntax or stream encoding errors found"), "{manuscript}: {report}");
        assert!(!report.contains("WARNING"), "{manuscript}: {report}");
    }
}

/// Side of the squares by which pictures are compared, in dots of 36 an inch.
const SQUARE: usize = 4;

/// How far two pictures of a page with so much ink may be apart, both of 255: each program has its own way with edges, and a
/// page is mostly edges. One that does not draw the page at all is as far off as the page has ink.
fn allowed(ink: f64) -> f64 {
    1.0 + 0.7 * ink
}

/// The mean grey of each square of a picture, row by row.
fn greys(picture: &Path) -> Vec<Vec<f64>> {
    let picture = image::open(picture).expect("a picture").to_luma8();
    let (width, height) = (picture.width() as usize / SQUARE, picture.height() as usize / SQUARE);
    let grey = |column: usize, row: usize| {
        let dots = (0..SQUARE * SQUARE).map(|dot| {
            let (x, y) = (column * SQUARE + dot % SQUARE, row * SQUARE + dot / SQUARE);
            f64::from(picture.get_pixel(x as u32, y as u32).0[0])
        });
        dots.sum::<f64>() / (SQUARE * SQUARE) as f64
    };
    (0..height).map(|row| (0..width).map(|column| grey(column, row)).collect()).collect()
}

/// The mean difference of two pictures.
fn apart(one: &[Vec<f64>], other: &[Vec<f64>]) -> f64 {
    let pairs = one.iter().zip(other).flat_map(|(a, b)| a.iter().zip(b));
    let differences: Vec<f64> = pairs.map(|(a, b)| (a - b).abs()).collect();
    differences.iter().sum::<f64>() / differences.len().max(1) as f64
}

#[test]
fn three_programs_draw_the_same_pages() {
    for manuscript in ["manuscript", "tests/books/typesetting", "tests/books/hebrew"] {
        let pdf = made("pictures", manuscript);
        let pictures = pdf.with_extension("pictures");
        judge("pictures.mjs", &[&pdf, &pictures]);
        let mut darkest: f64 = 0.0;
        for number in 1.. {
            let of = |program: &str| pictures.join(format!("{program}-{number:03}.png"));
            if !of("mupdf").exists() {
                assert!(number > 1, "{manuscript} has no page");
                break;
            }
            let [mupdf, poppler, pdfjs] = ["mupdf", "poppler", "pdfjs"].map(|program| greys(&of(program)));
            let blank: Vec<Vec<f64>> = mupdf.iter().map(|row| vec![255.0; row.len()]).collect();
            let ink = apart(&mupdf, &blank);
            darkest = darkest.max(ink);
            for (names, difference) in [
                ("mupdf and poppler", apart(&mupdf, &poppler)),
                ("mupdf and pdf.js", apart(&mupdf, &pdfjs)),
                ("poppler and pdf.js", apart(&poppler, &pdfjs)),
            ] {
                let page = format!("{manuscript}, page {number}, ink {ink:.1}");
                assert!(difference < allowed(ink), "{page}: {names} are {difference:.1} apart");
            }
        }
        assert!(darkest > allowed(darkest), "{manuscript}: a page that is not drawn would not be found");
    }
}
