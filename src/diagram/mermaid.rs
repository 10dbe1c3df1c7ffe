//! Mermaid, as merman draws it.
//!
//! In: the source of a diagram. Out: an SVG whose words are text of SVG, in the greys that print well unless the diagram says
//! otherwise, with what it says in words; or why there is none. The only file that names merman. Nothing in it asks a clock,
//! and what a diagram may cost is counted in steps.

use super::label;
use super::{Drawn, Fault};
use merman::svg::{
    DeterministicTextMeasurer, MeasurementProfileId, RenderCapability, RenderResourcePolicy, SvgPipeline,
    SvgRenderOptions, TextMeasurementPolicy, TextMeasurementProfile, TextMeasurementProfileIdentity, TextStyle,
};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderError, RenderOutput, RenderRequest, Renderer,
    SvgEnvironment, SvgRequest,
};
use serde_json::json;

/// The faces of labels: what the table of widths is of, and what is as wide.
const FACES: &str = "Helvetica, Arial, sans-serif";

/// Width of a diagram that takes the whole width of its page on the web, in CSS pixels: as much as a page of a book has.
const WIDTH: u32 = 620;

/// Bytes of the source of a diagram that is drawn: as many as mermaid itself takes.
const LARGEST: usize = 50_000;

/// Characters of the words of a diagram, after which the rest is left out.
const MOST_WORDS: usize = 1_500;

/// Draws a diagram.
///
/// # Errors
/// When it cannot be read, asks for what is not drawn here, or is too large.
pub(super) fn draw(source: &str) -> Result<Drawn, Fault> {
    if source.len() > LARGEST {
        return Err(Fault { what: format!("it is longer than {LARGEST} bytes"), at: None });
    }
    // What draws is large and young: a slip in it must cost one picture and not the book.
    let drawn = std::panic::catch_unwind(|| render(source));
    let svg =
        drawn.unwrap_or_else(|_| Err(Fault { what: "it is beyond the program that draws it".into(), at: None }))?;
    finish(&svg).ok_or_else(|| Fault { what: "it shows nothing".into(), at: None })
}

fn render(source: &str) -> Result<String, Fault> {
    let config = json!({ "theme": "neutral", "look": "classic", "fontFamily": FACES, "gantt": { "useWidth": WIDTH } });
    let engine = Engine::new().with_site_config(MermaidConfig::from_value(config));
    let renderer = Renderer::new().with_engine(engine).with_parse_options(ParseOptions::strict());
    let request = SvgRequest {
        environment: environment(),
        pipeline: Some(SvgPipeline::resvg_safe()),
        options: SvgRenderOptions { diagram_id: Some("diagram".into()), ..SvgRenderOptions::default() },
        ..SvgRequest::default()
    };
    match renderer.render(RenderRequest::svg(source, OperationControl::new(), request)) {
        Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.into_parts().0),
        Ok(_) => Err(Fault { what: "its kind is not known".into(), at: None }),
        Err(error) => Err(fault(&error)),
    }
}

fn environment() -> SvgEnvironment {
    let width = |text: &str, style: &TextStyle| label::width(text, style.font_size, is_bold(style));
    let measurer = DeterministicTextMeasurer::default().with_width_callback(width);
    let environment = SvgEnvironment::deterministic().with_resource_policy(RenderResourcePolicy::constrained());
    let identity = MeasurementProfileId::new("bifolio").and_then(|id| TextMeasurementProfileIdentity::new(id, "1"));
    let Ok(identity) = identity else { return environment };
    let policy = TextMeasurementPolicy::uniform(TextMeasurementProfile::new(identity, measurer));
    environment.with_text_measurement_policy(policy)
}

fn is_bold(style: &TextStyle) -> bool {
    let weight = style.font_weight.as_deref().unwrap_or_default().trim();
    weight.starts_with("bold") || weight.parse::<u32>().is_ok_and(|weight| weight > 550)
}

fn fault(error: &RenderError) -> Fault {
    match error {
        RenderError::Parse(parse) => {
            let details = parse.terminal_diagnostic_details();
            let message = parse.terminal_safe_message();
            let prefix = format!("Diagram parse error ({}): ", details.diagram_type.as_deref().unwrap_or_default());
            let what = message.strip_prefix(&prefix).unwrap_or(&message).to_owned();
            Fault { what, at: details.span.map(|span| span.start..span.end) }
        }
        RenderError::Svg(merman::svg::RenderError::MissingCapability {
            capability: RenderCapability::Math, ..
        }) => Fault { what: "formulas in a diagram are not drawn".into(), at: None },
        other => Fault { what: other.to_string(), at: None },
    }
}

/// The drawing with its size, and its words.
fn finish(svg: &str) -> Option<Drawn> {
    let document = roxmltree::Document::parse(svg).ok()?;
    let root = document.root_element();
    let numbers = root.attribute("viewBox")?.split_whitespace().map(|number| number.parse().ok());
    let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
    let [_, _, width, height] = numbers[..] else { return None };
    if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
        return None;
    }
    // A label that another face makes wider than was thought is better seen whole.
    let whole = svg.replace("overflow:hidden", "overflow:visible");
    Some(Drawn { svg: sized(&whole, width, height)?, width, words: words(root) })
}

/// The drawing with its size said in its first tag, which asks for the whole width of a page on the web.
fn sized(svg: &str, width: f64, height: f64) -> Option<String> {
    let (tag, rest) = svg.split_once('>')?;
    let mut sized = tag.to_owned();
    for name in [" width=\"", " height=\""] {
        if let Some(start) = sized.find(name) {
            let end = sized[start + name.len()..].find('"')? + start + name.len() + 1;
            sized.replace_range(start..end, "");
        }
    }
    Some(format!("{sized} width=\"{width:.2}\" height=\"{height:.2}\">{rest}"))
}

/// What a drawing says: its own name and description, else its labels in their order.
fn words(root: roxmltree::Node<'_, '_>) -> String {
    let own = |name: &str| {
        root.children().find(|child| child.has_tag_name((root.tag_name().namespace().unwrap_or_default(), name)))
    };
    let said: Vec<String> = ["title", "desc"].iter().filter_map(|name| own(name)).map(text).collect();
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    if !said.is_empty() {
        return said.join(": ");
    }
    let labels = root.descendants().filter(|node| node.tag_name().name() == "text").map(text);
    let mut words = String::new();
    for label in labels.filter(|label| !label.is_empty()) {
        if words.len() + label.len() > MOST_WORDS {
            words.push_str("; …");
            break;
        }
        if !words.is_empty() {
            words.push_str("; ");
        }
        words.push_str(&label);
    }
    words
}

/// The text of a node, its blanks made one.
fn text(node: roxmltree::Node<'_, '_>) -> String {
    let all: Vec<&str> = node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    all.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
