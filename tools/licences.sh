#!/usr/bin/env bash
# Holds every dependency against deny.toml: licence, origin, wildcards, duplicates; advisories where
# their database is at hand. Needs cargo-deny, and builds it into target/tools once (a minute on two
# cores; optimised it would take four, to save a second) where the machine has none. Changes nothing
# else.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.20.2
tools="$PWD/target/tools"
PATH="$PATH:$tools/bin"

if ! command -v cargo-deny >/dev/null; then
    echo "cargo-deny $version is not here; building it once into target/tools."
    cargo install cargo-deny --locked --quiet --debug --version "$version" --root "$tools"
fi

# What the lock file names is fetched first, so that the check itself needs no network.
cargo fetch --locked --quiet --target x86_64-unknown-linux-gnu

what=(licenses bans sources)
if compgen -G "${CARGO_HOME:-$HOME/.cargo}/advisory-db*/*/.git" >/dev/null; then
    what+=(advisories)
else
    echo "Advisories are not looked at: their database is not on this machine."
fi
cargo-deny --offline --locked check --hide-inclusion-graph "${what[@]}"
