# Sourced by the scripts beside it: installs what is missing, configures, builds. Quiet when nothing
# is to be done. POSIX sh.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root" || exit 1

# What must be there: a probe and the Debian package that answers it, one pair a line.
build_needs='
command:cc gcc
command:cmake cmake
command:ninja ninja-build
command:pkg-config pkg-config
module:libuv libuv1-dev
module:libcurl libcurl4-openssl-dev
module:libssl libssl-dev
module:libcjson libcjson-dev
module:libxml-2.0 libxml2-dev
header:jsmn.h libjsmn-dev
'
test_needs='
module:cmocka libcmocka-dev
command:node nodejs
command:xmllint libxml2-utils
command:valgrind valgrind
command:nc netcat-openbsd
python:jsonschema python3-jsonschema
'

# is_there PROBE: true if what PROBE asks for is installed.
is_there() {
    case $1 in
    command:*) command -v "${1#*:}" >/dev/null 2>&1 ;;
    module:*) pkg-config --exists "${1#*:}" 2>/dev/null ;;
    header:*) [ -e "/usr/include/${1#*:}" ] || [ -e "/usr/local/include/${1#*:}" ] ;;
    python:*) /usr/bin/python3 -c "import ${1#*:}" >/dev/null 2>&1 ;;
    esac
}

# missing NEEDS: the packages of those probes that fail.
missing() {
    echo "$1" | while read -r probe package; do
        [ -z "$probe" ] || is_there "$probe" || printf '%s ' "$package"
    done
}

# as_root COMMAND...: as root, or through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# install_missing NEEDS: installs them with apt-get, or names them and stops.
install_missing() {
    packages=$(missing "$1")
    [ -n "$packages" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "h1audit needs these packages (Debian's names), please install them: $packages" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        echo "h1audit needs these packages; as root: apt-get install $packages" >&2
        exit 1
    fi
    echo "installing: $packages" >&2
    log=$(mktemp)
    # shellcheck disable=SC2086
    if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends $packages; } >"$log" 2>&1; then
        cat "$log" >&2
        echo "the packages could not be installed" >&2
        exit 1
    fi
    rm -f "$log"
}

# build PRESET: configures once and builds; what it prints is shown only if it fails.
build() {
    mkdir -p "build/$1"
    log="build/$1/build.log"
    if [ ! -f "build/$1/build.ninja" ]; then
        echo "configuring and building build/$1" >&2
        cmake --preset "$1" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    fi
    cmake --build --preset "$1" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
}
