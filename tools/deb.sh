#!/usr/bin/env bash
# Builds the tablet's Debian package into target/debian. PROFILE chooses cargo's profile (release);
# SHUTTERSLIP packs a program that is already built. What is packed stands in Cargo.toml.
# Needs cargo-deb, and builds it into target/tools once (about three minutes on two cores) where the
# machine has none. Installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

version=3.6.2
tools="$PWD/target/tools"
PATH="$PATH:$tools/bin"
profile="${PROFILE:-release}"
package="$PWD/target/package"

if ! command -v cargo-deb >/dev/null; then
    echo "cargo-deb $version is not here; building it once into target/tools."
    cargo install cargo-deb --locked --quiet --version "$version" --root "$tools"
fi

if [ -n "${SHUTTERSLIP:-}" ]; then
    program="$SHUTTERSLIP"
else
    echo "Building Shutterslip with the profile \`$profile\`; as release it takes a quarter of an hour."
    cargo build --locked --profile "$profile" --bin shutterslip
    folder="$profile"
    [ "$profile" != dev ] || folder=debug
    program="target/$folder/shutterslip"
fi

rm -rf "$package"
mkdir -p "$package"
# Debug symbols are most of a program that was not built for release.
strip -o "$package/shutterslip" "$program"
chmod 755 "$package/shutterslip"
"$package/shutterslip" completions bash >"$package/shutterslip.bash"

# The licence texts of every crate that is built in, each text once, with those it goes with.
texts="$(mktemp -d)"
trap 'rm -rf "$texts"' EXIT
folders="$(cargo metadata --locked --offline --format-version 1 --filter-platform x86_64-unknown-linux-gnu |
    grep -o '"manifest_path":"[^"]*/Cargo.toml"' | cut -d '"' -f 4 | sed 's|/Cargo.toml$|:|')"
crates="$(cargo tree --locked --offline --edges normal --prefix none --no-dedupe \
    --target x86_64-unknown-linux-gnu --format '{p}|{l}' |
    grep -v "($PWD" | sed -E 's/^([^ ]+) v([^ |]+)[^|]*/\1 \2/' | LC_ALL=C sort -u)"
{
    echo "Rust crates that are built into Shutterslip, and their licences. The texts follow."
    echo
    while IFS='|' read -r crate licence; do
        echo "  $crate: $licence"
        folder="$(grep -F "/${crate/ /-}:" <<<"$folders" | head -n 1 | tr -d : || true)"
        if [ -z "$folder" ]; then
            echo "The folder of $crate was not found; \`cargo fetch --locked\` brings it." >&2
            exit 1
        fi
        while IFS= read -r -d '' text; do
            sum="$(sha256sum <"$text" | cut -d ' ' -f 1)"
            cp --no-preserve=mode "$text" "$texts/$sum.text"
            echo "$crate" >>"$texts/$sum.crates"
        done < <(find "$folder" -maxdepth 4 -type f -size -100k \
            \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'unlicense*' \
            -o -iname 'copyright*' \) \
            ! -name '*.rs' ! -name '*.toml' ! -name '*.sh' ! -name '*.py' ! -name '*.json' -print0 |
            LC_ALL=C sort -z)
    done <<<"$crates"
    for text in "$texts"/*.text; do
        printf '\n%s\n' "------------------------------------------------------------------------"
        LC_ALL=C sort -u "${text%.text}.crates" | paste -s -d , | sed 's/,/, /g' | fold -s -w 100
        echo
        cat "$text"
    done
} >"$package/other-licences.txt"

cargo-deb --no-build --locked --offline --quiet
ls -1 target/debian/*.deb
