# Sourced by scripts/bench and scripts/steady, behind setup.sh: the program, the meter and slow servers. POSIX sh.

slow_server=

# Sets $program; the meter lies beside it.
prepare_bench() {
    if [ -z "${H1AUDIT-}" ]; then
        install_missing "$build_needs"
        install_missing 'command:node nodejs'
        build release
        H1AUDIT=$root/build/release/src/h1audit
    fi
    mkdir -p build/bench
    cp "$H1AUDIT" build/bench/h1audit
    program=$root/build/bench/h1audit
    cc -O2 -o build/bench/meter scripts/bench.d/meter.c
    trap end_slow_server EXIT
}

# serve_slowly MODE: starts slow_server.mjs and sets $url.
serve_slowly() {
    : >build/bench/port
    node scripts/bench.d/slow_server.mjs "$1" >build/bench/port &
    slow_server=$!
    until [ -s build/bench/port ]; do
        kill -0 "$slow_server" || exit 2
        sleep 0.05
    done
    url=http://127.0.0.1:$(cat build/bench/port)/
}

end_slow_server() {
    [ -n "$slow_server" ] || return 0
    kill "$slow_server" 2>/dev/null || :
    wait "$slow_server" 2>/dev/null || :
    slow_server=
}
