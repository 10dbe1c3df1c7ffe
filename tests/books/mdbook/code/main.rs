use hidden::everything;

fn main() {
    // ANCHOR: shown
    let shown = 1;
    // ANCHOR: inner
    let inner = 2;
    // ANCHOR_END: inner
    // ANCHOR_END: shown
    hidden_end();
}
