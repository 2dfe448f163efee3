#!/usr/bin/env bash
# Runs the fuzz targets named (all of them if none is), one after the other, FUZZ_SECONDS each (600 if
# nothing is said). Stops at the first finding, with what to do about it. Prints one line a target:
# executions, coverage, seconds. Keeps what it learns in fuzz/corpus, and findings in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")"

seconds="${FUZZ_SECONDS:-600}"
all=(picture camera_note policy cases children words checkpoint)
targets=("$@")
[ "$#" -gt 0 ] || targets=("${all[@]}")

if ! command -v cargo-fuzz >/dev/null || ! rustup toolchain list 2>/dev/null | grep -q '^nightly'; then
    echo "Fuzzing needs a nightly toolchain and cargo-fuzz: rustup toolchain install nightly && cargo install cargo-fuzz --locked" >&2
    exit 2
fi

# What a target starts from: shipped files, and the small ones among the hostile pictures.
seed() { # target
    local corpus="corpus/$1"
    mkdir -p "$corpus"
    case "$1" in
        policy) cp ../policies/*.toml "$corpus" ;;
        cases) cp ../tests/cases/*.json "$corpus" ;;
        picture)
            [ -e "$corpus/hostile-000" ] || (cd .. && SEEDS="$PWD/fuzz/$corpus" \
                cargo test --locked --quiet --test picture small_ones_become_seeds -- --ignored)
            ;;
    esac
    [ ! -d "seeds/$1" ] || cp "seeds/$1"/* "$corpus"
}

# Longest inputs: what a school would type, or more than any limit of the format asks for.
longest() {
    case "$1" in
        picture) echo 65536 ;;
        camera_note) echo 70000 ;;
        cases) echo 16384 ;;
        words) echo 2048 ;;
        *) echo 8192 ;;
    esac
}

# A picture is read on a thread of its own, and what glibc keeps for a thread that is just ending
# counts as a leak where the look for leaks comes a moment too early.
leaks() {
    case "$1" in
        picture) echo 0 ;;
        *) echo 1 ;;
    esac
}

mkdir -p target/logs
for target in "${targets[@]}"; do
    seed "$target"
    log="target/logs/$target.log"
    # A picture may take 20 seconds and what its header says of memory (48 MB in the target); a
    # sanitizer keeps freed memory for a while, so the process as a whole may have more.
    if ! cargo +nightly fuzz run "$target" -- -jobs=1 -workers=1 -max_total_time="$seconds" \
        -detect_leaks="$(leaks "$target")" -timeout=25 -rss_limit_mb=1024 -malloc_limit_mb=128 -max_len="$(longest "$target")" \
        -dict="words/$target.dict" -print_final_stats=1 >"$log" 2>&1 </dev/null; then
        cat fuzz-0.log >>"$log" 2>/dev/null || true
        rm -f fuzz-0.log
        echo "FINDING in $target. Its input lies in fuzz/artifacts/$target, its story in fuzz/$log:"
        grep -m 3 -E "panicked at|ERROR: |SUMMARY" "$log" || tail -5 "$log"
        echo "Mend it in src, keep the input as a test in the ordinary suites, and run this again:"
        echo "  cargo +nightly fuzz run $target fuzz/artifacts/$target/FILE"
        exit 1
    fi
    cat fuzz-0.log >>"$log" 2>/dev/null || true
    rm -f fuzz-0.log
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
    peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log" | tail -1)
    coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -1)
    kept=$(find "corpus/$target" -type f | wc -l)
    echo "$target: no finding; $executions executions in $seconds s; $coverage; $kept inputs kept; peak $peak MB"
done
