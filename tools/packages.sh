#!/usr/bin/env bash
# Sees to the Debian packages that building and running (`run`), testing (`test`), measuring (`figures`)
# or packing (`deb`) needs.
# Names each missing one with its reason before it is installed. Nothing missing: no word, no network.
# Knows no Rust: the crates are cargo's business.
set -euo pipefail

usage="usage: tools/packages.sh run|test|figures|deb"

# package | what shows that it is there on other systems | reason
build=(
    "gcc|command -v cc|links the program and compiles SQLite and the JPEG codec"
    "libc6-dev|command -v cc|the C headers that go with gcc"
    "make|command -v make|runs the JPEG codec's build, and this project's own commands"
    "pkg-config|command -v pkg-config|finds the system's libcrypto"
    "libssl-dev|pkg-config --exists libcrypto|libcrypto, by which SQLCipher encrypts the register"
    "cmake|command -v cmake|configures the JPEG codec (libjpeg-turbo)"
    "nasm|command -v nasm|assembles the JPEG codec's fast paths"
    "libfontconfig-dev|pkg-config --exists fontconfig|finds typefaces for letters that ours lacks"
    "libxcursor1|test -e /usr/lib/x86_64-linux-gnu/libXcursor.so.1|opens the window under X11"
    "libxi6|test -e /usr/lib/x86_64-linux-gnu/libXi.so.6|hears touches under X11"
    "libxkbcommon-x11-0|test -e /usr/lib/x86_64-linux-gnu/libxkbcommon-x11.so.0|hears the keyboard under X11"
    "libgstreamer1.0-dev|pkg-config --exists gstreamer-1.0|GStreamer, by which the camera's pictures come"
    "libgstreamer-plugins-base1.0-dev|pkg-config --exists gstreamer-app-1.0|its parts that hand pictures over and convert them"
)
run=(
    "gstreamer1.0-plugins-base|gst-inspect-1.0 appsink|hands the camera's pictures to Shutterslip"
    "gstreamer1.0-plugins-good|gst-inspect-1.0 v4l2src|USB cameras and others that Linux knows by itself"
    "gstreamer1.0-libcamera|gst-inspect-1.0 libcamerasrc|cameras that are built into tablets"
    "gstreamer1.0-pipewire|gst-inspect-1.0 pipewiresrc|cameras that a desktop session shares out"
)
tests=(
    "libimage-exiftool-perl|command -v exiftool|reads released copies as a stranger would, to prove what is not in them"
    "fiu-utils|command -v fiu-run|lets syncs, writes and opens fail by chance under the torture program"
    "e2fsprogs|command -v mkfs.ext4|makes and repairs the small disks that the torture program cuts off"
    "mount|command -v mount|mounts them, where the machine allows it"
    "util-linux|command -v unshare|keeps those mounts to the torture program alone; takes root's powers off for a test"
    "pipewire|command -v pipewire|plays a camera to the camera's tests, with the three that follow"
    "wireplumber|command -v wireplumber|joins that camera to whoever asks for it"
    "dbus-daemon|command -v dbus-run-session|gives those tests a session of their own"
    "gstreamer1.0-tools|command -v gst-launch-1.0|sends the pictures of that camera"
    "xvfb|command -v Xvfb|a screen that nobody sees, for the real window's test"
    "xdotool|command -v xdotool|a finger on that screen"
    "time|test -x /usr/bin/time|tells how much memory the program takes at most when hostile files are taken in"
)
deb=(
    "dpkg-dev|command -v dpkg-shlibdeps|tells which packages the program's libraries come from"
    "binutils|command -v strip|takes debug symbols off what is packed"
)
figures=(
    "libvips-tools|command -v vipsthumbnail|the peer that thumbnails and public copies are measured beside"
    "poppler-utils|command -v pdftoppm|draws permission slips a second time, so that ours is not only compared with itself"
)

case "${1-}" in
    run) needed=("${build[@]}" "${run[@]}") ;;
    test) needed=("${build[@]}" "${run[@]}" "${tests[@]}") ;;
    figures) needed=("${build[@]}" "${run[@]}" "${figures[@]}") ;;
    deb) needed=("${build[@]}" "${run[@]}" "${deb[@]}") ;;
    *)
        echo "$usage" >&2
        exit 2
        ;;
esac

is_debian() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null
}

is_there() { # package, check
    if is_debian; then
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
    else
        $2 >/dev/null 2>&1
    fi
}

missing=()
for line in "${needed[@]}"; do
    IFS='|' read -r package check reason <<<"$line"
    if ! is_there "$package" "$check"; then
        [ "${#missing[@]}" -gt 0 ] || echo "Missing on this machine:"
        printf '  %-24s %s\n' "$package" "$reason"
        missing+=("$package")
    fi
done

[ "${#missing[@]}" -gt 0 ] || exit 0

if ! is_debian; then
    echo "This is not a Debian system. Install what gives these (names as Debian has them), then try again." >&2
    exit 1
fi

install="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
    as_root=(env DEBIAN_FRONTEND=noninteractive)
elif command -v sudo >/dev/null; then
    as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
else
    echo "Installing needs root, and there is no sudo here. As root, run:" >&2
    echo "  apt-get update && $install" >&2
    exit 1
fi

# A mirror that is busy for a moment is no reason to stop: everything is tried twice.
echo "Installing them with: $install"
if ! "${as_root[@]}" apt-get update -qq; then
    sleep 5
    "${as_root[@]}" apt-get update -qq ||
        echo "The package lists could not be renewed; going on with those that are here." >&2
fi
if ! "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; then
    sleep 5
    "${as_root[@]}" apt-get update -qq || true
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" || {
        echo "These packages could not be installed: ${missing[*]}. The lines above say why." >&2
        exit 1
    }
fi
