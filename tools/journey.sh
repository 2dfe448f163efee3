#!/usr/bin/env bash
# The main job in the terminal: makes the sample school, checks every photo, tries to release each to
# the channel that somebody wants it for, withdraws a permission and takes a copy down, verifies the
# audit. Uses the same commands as a school; the sample's PINs are printed by `sample`.
set -euo pipefail
cd "$(dirname "$0")/.."

slip="${SHUTTERSLIP:-target/debug/shutterslip}"
school="${SAMPLE_SCHOOL:-sample-school}"
data="$school/data"
website="$school/website"
newsletter="$school/newsletter"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# Runs a command as somebody, with the sample's PIN on a file descriptor, and shows it first.
as() { # name, pin, command...
    local name="$1" pin="$2"
    shift 2
    local shown="" word
    for word in "$@"; do
        # Ids by their beginning, as a person would type them; words with spaces in quotes.
        [[ "$word" =~ ^[0-9a-f]{8}-[0-9a-f-]{27}$ ]] && word="${word:0:8}"
        [[ "$word" == *" "* ]] && word="\"$word\""
        shown+=" $word"
    done
    printf '\033[2m$ shutterslip --as "%s"%s\033[0m\n' "$name" "$shown" >&2
    "$slip" --data "$data" --as "$name" --pin-fd 3 "$@" 3<<<"$pin"
}
office() { as "Mrs Okafor" 141421 "$@"; }
head_teacher() { as "Dr Shaw" 173205 "$@"; }

# What the gate refuses exits 1: that is what is to be shown here. Anything else is a fault.
refusals() {
    local code=0
    "$@" || code=$?
    [ "$code" -le 1 ] || exit "$code"
}

# Only ever removes a sample: a folder that this script marked as its own.
if [ -e "$school" ]; then
    [ -e "$school/.sample" ] || {
        echo "\`$school\` is there and is no sample of ours; choose another with SAMPLE_SCHOOL=DIR" >&2
        exit 2
    }
    rm -rf "$school"
fi
mkdir -p "$website" "$newsletter"
touch "$school/.sample"

say "A sample school: fictional children, drawn pictures, one real astronaut"
made="$("$slip" --json sample "$data")"
"$slip" --data "$data" school show

# The photos that somebody wants for a channel, from the JSON: one id a line.
wanted_for() {
    tr -d ' ",\n' <<<"$made" | grep -o "photo:[0-9a-f-]*story:[a-z0-9-]*wanted_for:$1}" |
        sed 's/^photo:\([0-9a-f-]\{36\}\).*/\1/'
}

say "The office asks for the website and the newsletter: what may go does, the rest says why not"
mapfile -t for_website < <(wanted_for website)
mapfile -t for_newsletter < <(wanted_for newsletter)
refusals office release to website "${for_website[@]}" --folder "$website"
refusals office release to newsletter "${for_newsletter[@]}" --folder "$newsletter"

say "Every photo and channel: ✓ may go, ✕ with the reason that matters most and how many more"
office photo check --table

say "What is out"
office release list

say "A parent takes back a yes by telephone: what is out must come down"
refusals office permission add "Oluwaseun Balogun" withdrawn --for website --by "T Balogun"
refusals office take-down list
down="$(refusals office --json take-down list | sed -n 's/.*"release": "\([0-9a-f-]*\)".*/\1/p' | head -n 1)"
[ -z "$down" ] || office take-down confirm "$down" --delete

say "Is everything as it was written?"
head_teacher incident list
head_teacher audit verify --files

say "Released copies"
find "$website" "$newsletter" -name '*.jpg' | sort
