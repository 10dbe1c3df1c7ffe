# Sourced by every judge. Sets JUDGES (absolute), the folder where the judges are installed: target/judges
# of the repository unless the caller names another.
#
# Exit codes of all judges: 0 the file passes, 1 it does not, 2 the judge could not do its work
# (wrong arguments, unreadable file, crash), 3 the judge is not installed.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
JUDGES=${JUDGES:-$(dirname "$(dirname "$here")")/target/judges}
case $JUDGES in /*) ;; *) JUDGES=$PWD/$JUDGES ;; esac
export JUDGES

# fail CODE MESSAGE: says who speaks, and leaves.
fail() {
  echo "${0##*/}: $2" >&2
  exit "$1"
}

# require PATH...: leaves with 3 unless every file is there.
require() {
  local file
  for file; do
    [ -e "$file" ] || fail 3 "not installed: run tests/judges/install ($file is missing)"
  done
}

# require_program NAME...: the same for programs on PATH.
require_program() {
  local name
  for name; do
    command -v "$name" >/dev/null || fail 3 "not installed: run tests/judges/install (no program $name)"
  done
}

# browser: prints the Chromium to use; $CHROMIUM overrides the search. Ubuntu's chromium-browser is a stub
# that asks for a snap, so it comes last.
browser() {
  local name
  for name in ${CHROMIUM:+"$CHROMIUM"} chromium google-chrome-stable google-chrome chromium-browser; do
    command -v "$name" && return
  done
  return 1
}

# Java starts faster with the first compiler only; no judge runs long enough to gain from the second.
java_flags=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto)
