#!/usr/bin/env bash
# Opens the window over the sample school; makes the school first where there is none yet.
set -euo pipefail
cd "$(dirname "$0")/.."

slip="${SHUTTERSLIP:-target/debug/shutterslip}"
school="${SAMPLE_SCHOOL:-sample-school}"
data="$school/data"

if [ -e "$school" ] && [ ! -e "$school/.sample" ]; then
    echo "\`$school\` is there and is no sample of ours; choose another with SAMPLE_SCHOOL=DIR" >&2
    exit 2
fi
if [ ! -e "$data/device.key" ]; then
    mkdir -p "$school"
    touch "$school/.sample"
    echo "Drawing the sample school; this takes half a minute, once."
    "$slip" sample "$data"
fi
echo "PINs of the sample: Ms Patel 271828, Mrs Okafor 141421, Dr Shaw 173205."
exec "$slip" --data "$data"
