fn play() {
    ground();
}
