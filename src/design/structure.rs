//! How the structures of a text look: openings of chapters, quotations, poems, definitions.
//!
//! In: numbers of a theme. Out: [`StructureDesign`].

use super::Place;
use crate::units::Length;

/// How the structures of a text look.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureDesign {
    /// How the first paragraph of a chapter begins.
    pub opening: Opening,
    /// Lines that a drop cap is high; with less than two there is none.
    pub drop_cap: u32,
    /// True when a dash stands before the name of who is quoted.
    pub dash: bool,
    /// Where poems stand: at the inset, or in the middle by their longest line.
    pub verse: Place,
    /// How terms and their meanings stand.
    pub definitions: DefinitionStyle,
    /// Space between columns and between parts that stand side by side.
    pub column_gap: Length,
    /// Where the answers to exercises stand.
    pub answers: Answers,
}

/// Where the answers to exercises stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Nowhere: they are left out.
    Nowhere,
    /// At the end, on a page of their own.
    End,
    /// Where they are written.
    Place,
}

/// How the first paragraph of a chapter begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Like any other.
    Plain,
    /// With its first line in small capitals.
    SmallCapitals,
    /// With an initial some lines high.
    DropCap,
}

/// How terms and their meanings stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefinitionStyle {
    /// The term on a line of its own, what it means inset below it.
    Above,
    /// The term at the left and what it means after it, the lines below inset.
    RunIn,
}
