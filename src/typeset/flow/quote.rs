//! Quotations set off from the text.
//!
//! In: the blocks of a quotation. Out: nodes of the flow's list, inset on both sides.

use super::Flow;
use crate::design::Type;
use crate::document::Block;
use crate::page::ElementKind;

impl Flow<'_, '_> {
    /// A quotation. One inside another stands in further, in the same type.
    pub(super) fn quote(&mut self, blocks: &[Block]) {
        let text = self.quoted_type();
        let inset = self.design.paragraph.inset;
        self.displayed(|flow| {
            flow.first = true;
            flow.inset(inset, inset, |flow| flow.with_type(text, |flow| flow.quoted(blocks)));
        });
    }

    /// The blocks of a quotation.
    pub(super) fn quoted(&mut self, blocks: &[Block]) {
        self.tagged(ElementKind::Quote, |flow| flow.blocks(blocks));
    }

    /// The type of quotations, where the text is not smaller still.
    pub(super) fn quoted_type(&self) -> Type {
        let design = &self.design.types.quote;
        if self.is_small() || self.text.size < design.size { self.text.clone() } else { design.clone() }
    }
}
