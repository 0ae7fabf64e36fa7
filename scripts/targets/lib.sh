# Sourced by the scripts beside it, each of which knows one real server. POSIX sh.
#
#   scripts/targets/NAME run COMMAND [ARGUMENTS]   starts the server, runs COMMAND, stops the server
#   scripts/targets/NAME packages                  the Debian packages that it needs, one a line
#   scripts/targets/NAME needs                     the same with the file that each of them brings
#   scripts/targets/NAME version                   the server's version, one line
#
# COMMAND finds the server's URL in H1AUDIT_URL and the fitting options of `h1audit run` in H1AUDIT_ARGS,
# separated by blanks; its exit status is that of the script. 4: the server is not installed, or did
# not start. The server listens on 127.0.0.1 only, on a free port; all its files lie in a temporary
# folder that is removed at the end. A script whose name ends in -tls serves the same over TLS.
#
# The script that sources this file sets
#   needs     lines of FILE PACKAGE: what must be there, and the package that brings it
#   arguments options of `h1audit run`
# and defines
#   serve     writes the configuration for $scheme and $port to $work, then becomes the server (exec)
#   version   prints the version
# It may define
#   prepare   makes in $work what takes time and needs no port (a program to be compiled)

name=$(basename -- "$0")
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
case $name in
*-tls) scheme=https ;;
*) scheme=http ;;
esac

common_needs='/usr/bin/curl curl
/usr/bin/setsid util-linux
/usr/bin/perl perl-base'
tls_needs='/usr/bin/openssl openssl'

work=
server=

prepare() {
    :
}

all_needs() {
    printf '%s\n' "$common_needs"
    [ "$scheme" = http ] || printf '%s\n' "$tls_needs"
    printf '%s\n' "$needs"
}

# Says which packages are missing, if any are.
check_needs() {
    missing=$(all_needs | while read -r file package; do
        [ -e "$file" ] || printf '%s ' "$package"
    done)
    [ -n "$missing" ] || return 0
    echo "$name: not installed; Debian packages missing: $missing" >&2
    exit 4
}

# The kernel chooses. Somebody else may take the port before the server does: start tries again.
free_port() {
    perl -MIO::Socket::INET -e \
        'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

# What every server offers as files: /, /file.txt and /large.txt.
make_site() {
    mkdir -p "$work/www" "$work/state/store" "$work/log"
    printf '<!DOCTYPE html>\n<title>h1audit</title>\n<p>A short page.\n' >"$work/www/index.html"
    printf 'A file that does not change.\n' >"$work/www/file.txt"
    awk 'BEGIN { for (i = 0; i < 2048; i++) printf "%05d  %056d\n", i, 0 }' >"$work/www/large.txt"
    # The entity tags that servers make of this date are known, and it is older than any response: one
    # that may be of this very second proves nothing (RFC 9110 8.8.2.2).
    touch -d 2024-01-01T00:00:00Z "$work/www/"*
    : >"$work/state/hits"
    cp -R "$here/site" "$work/site"
    # Servers that are started by root read and write all this as another user.
    chmod -R a+rX "$work"
    chmod a+rwx "$work/state" "$work/state/store"
    chmod a+rw "$work/state/hits"
}

# compile SOURCE [LIBRARY]: the program $work/server from a C source of the folder site.
compile() {
    source=$work/site/$1
    shift
    cc -std=c11 -O1 -Wall -Wextra -o "$work/server" "$source" "$@" 2>"$work/log/compiler" && return 0
    cat "$work/log/compiler" >&2
    exit 4
}

make_certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=127.0.0.1 \
        -addext subjectAltName=IP:127.0.0.1,DNS:localhost \
        -keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/log/openssl" && return 0
    cat "$work/log/openssl" >&2
    exit 4
}

# A server that has ended but was not yet waited for is a zombie.
is_alive() {
    grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$server/status" 2>/dev/null
}

answers() {
    curl --silent --insecure --noproxy '*' --max-time 2 --output /dev/null "$scheme://127.0.0.1:$port/"
}

# True as soon as the server answers; false if it ends or needs more than 10 s.
await_answer() {
    tries=0
    until answers; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ] || ! is_alive; then
            return 1
        fi
        sleep 0.05
    done
    # Somebody else may have answered on a port that the server did not get.
    is_alive
}

# Ends the server, and by its process group whatever it left behind.
stop() {
    [ -n "$server" ] || return 0
    kill -TERM "$server" 2>/dev/null || :
    tries=0
    while is_alive && [ "$tries" -lt 100 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
    # dash takes "--" for a number behind -KILL.
    kill -s KILL -- "-$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
    server=
}

start() {
    for attempt in 1 2 3; do
        port=$(free_port)
        serve >"$work/log/server" 2>&1 </dev/null &
        server=$!
        ! await_answer || return 0
        stop
    done
    echo "$name: the server did not start, in $attempt attempts; its last words:" >&2
    tail -n 20 "$work/log/server" >&2
    exit 4
}

finish() {
    stop
    [ -z "$work" ] || rm -rf "$work"
}

run() {
    [ $# -gt 0 ] || usage
    check_needs
    trap finish EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    work=$(mktemp -d)
    make_site
    [ "$scheme" = http ] || make_certificate
    prepare
    start
    [ "$scheme" = http ] || arguments="--insecure $arguments"
    H1AUDIT_URL=$scheme://127.0.0.1:$port/
    H1AUDIT_ARGS=$arguments
    export H1AUDIT_URL H1AUDIT_ARGS
    status=0
    "$@" || status=$?
    if ! is_alive; then
        echo "$name: the server ended by itself; its last words:" >&2
        tail -n 20 "$work/log/server" >&2
    fi
    exit "$status"
}

usage() {
    sed -n 's/^#   \(scripts\)/usage: \1/p' "$here/lib.sh" | sed "s/NAME/$name/" >&2
    exit 2
}

main() {
    case ${1-} in
    run)
        shift
        run "$@"
        ;;
    packages) all_needs | sed 's/.* //' | sort -u ;;
    needs) all_needs ;;
    version)
        check_needs
        version
        ;;
    *) usage ;;
    esac
}
