#!/usr/bin/env bash
# Prints docs/figures.md's figures as Markdown: what machine they were taken on and how busy it was, then a
# table from each bench: beside peers and targets, over a large register, how many faces are found,
# which copies are known again, how long an import takes, what is read of slips. About a quarter of an
# hour; asks nothing. `make figures` has seen to the packages. With a name (one of the benches below)
# only that bench.
set -euo pipefail
cd "$(dirname "$0")/.."

only="${1-}"
# What each prints as rows is a table; the rest of what it says stays out.
benches=(figures register recall recognise import slips)

tables() {
    local bench
    for bench in "${benches[@]}"; do
        if [ -f "benches/$bench.rs" ] && { [ -z "$only" ] || [ "$only" = "$bench" ]; }; then
            echo
            cargo bench --locked --quiet --profile dev --bench "$bench" | grep '^|'
        fi
    done
}

load() { cut -d' ' -f1 /proc/loadavg; }

# Built first, so that building is not in the load that is told.
cargo bench --locked --quiet --profile dev --bench '*' --no-run

cpu=$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)
memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)
disk=$(df --output=fstype target | tail -1)
system=$(. /etc/os-release && echo "$PRETTY_NAME")
rust=$(rustc --version | cut -d' ' -f2)
peer=$(vipsthumbnail --vips-version)
commit=$(git rev-parse --short HEAD)
[ -z "$(git status --porcelain)" ] || commit="$commit, changed since"
before=$(load)

tables=$(tables)

echo "Measured at $commit: $(nproc) cores of $cpu, $memory, $disk, $system, Rust $rust, $peer;" \
    "load $before before, $(load) after $((SECONDS / 60)) minutes."
printf '\n%s\n' "$tables"
