//! The program: arguments in, files and messages out.

fn main() {}
