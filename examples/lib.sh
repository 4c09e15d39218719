# Sourced by the examples' run scripts: builds jbgpd where it stands in the sources, makes namespaces and links between them,
# starts programs inside, waits, prints tables, and leaves nothing behind however the script ends.
#
#     . "$(dirname "$0")/../lib.sh"
#     needs FILE PACKAGE      ends, naming the package, where a peer's program is missing; before begin
#     begin [root|plain] -- "$@"  builds (not with --built), gets the right to make namespaces; root: a user namespace will
#                             not do; plain: none is needed
#     ...
#     finish                  prints ok; a script that ends before has failed
#
# JBGPD_HOME names another jbgpd than the one beside: the folder with bin/jbgpd and bin/jbgpctl.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
# The jbgpd that JBGPD_HOME names, else that of the distribution this is a part of, of these sources, or of the system.
build=
if [ -n "${JBGPD_HOME-}" ]; then
    home=$JBGPD_HOME
elif [ -x "$top/bin/jbgpd" ]; then
    home=$top
elif [ -e "$top/pom.xml" ]; then
    home=$top/dist/target/jbgpd
    build=$top/examples/build
else
    program=$(command -v jbgpd) || { echo "${0##*/}: jbgpd is missing" >&2; exit 69; }
    program=$(readlink -f "$program")
    home=${program%/bin/*}
fi

# How long anything may take, in seconds.
limit=${JBGPD_EXAMPLE_LIMIT:-60}
work=
prefix=jbx$$
spaces=()
pids=()
finished=

needs() { # FILE PACKAGE
    [ -x "$1" ] || command -v "$1" >/dev/null || {
        echo "${0##*/}: $1 is missing (Debian: apt-get install $2)" >&2
        exit 69
    }
}

begin() { # [root|plain] -- ARGUMENTS OF THE SCRIPT
    local root= plain=
    case $1 in
        root) root=yes ;;
        plain) plain=yes ;;
    esac
    [ "$1" = -- ] || shift
    shift
    if [ "${1-}" != --built ]; then
        [ -z "$build" ] || "$build"
    fi
    if [ ! -x "$home/bin/jbgpd" ]; then
        echo "${0##*/}: $home/bin/jbgpd is missing: ${build:+run this without --built, or }let JBGPD_HOME name the folder that has bin/jbgpd" >&2
        exit 1
    fi
    if [ -z "$plain" ] && [ "$(id -u)" != 0 ]; then
        if [ -n "$root" ]; then
            echo "the other router of this example changes its user, which only root can let it: sudo $0" >&2
            exit 77
        fi
        # A user namespace makes us root over namespaces of our own; some systems forbid it.
        if ! unshare -Urnm true 2>/dev/null; then
            echo "this kernel lets only root make network namespaces: sudo $0" >&2
            exit 77
        fi
        exec unshare -Urnm "$0" --built
    fi
    if [ -z "$plain" ] && { ! mkdir -p /run/netns 2>/dev/null || [ ! -w /run/netns ]; }; then
        mount -t tmpfs tmpfs /run
    fi
    work=$(mktemp -d)
    # Routers that give up root must reach their files.
    chmod 755 "$work"
    trap clean EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # Who reads what we print has gone, as head does.
    trap 'exit 141' PIPE
}

clean() {
    local code=$? space pid
    trap - EXIT
    trap '' INT TERM HUP PIPE
    # Nothing may keep it from the end, not even that nobody reads what it says.
    set +e
    if [ $code -ne 141 ] && { [ $code -ne 0 ] || [ -z "$finished" ]; }; then
        for pid in "$work"/*.log; do
            [ ! -s "$pid" ] || { echo "-- the end of ${pid##*/}:" && tail -n 15 "$pid"; } >&2
        done
        for space in ${spaces[@]+"${spaces[@]}"}; do
            echo "-- routes of $space:" && { ip_ "$space" -4 route show && ip_ "$space" -6 route show; }
        done >&2
        [ $code -ne 0 ] || code=1
    fi
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    # Two seconds for their farewell; what is left in the namespaces, also children we do not know, has no say.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ ${#pids[@]} -ne 0 ] && kill -0 "${pids[@]}" 2>/dev/null || break
        sleep 0.2
    done
    for space in ${spaces[@]+"${spaces[@]}"}; do
        for pid in $(ip netns pids "$prefix-$space" 2>/dev/null); do
            kill -9 "$pid" 2>/dev/null || true
        done
        ip netns del "$prefix-$space" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$work"
    exit $code
}

space() { # NAME... : network namespaces
    local name
    for name in "$@"; do
        # Noted first: a signal may come while it is made.
        spaces+=("$name")
        ip netns add "$prefix-$name"
        ip -n "$prefix-$name" link set lo up
    done
}

in_() { # SPACE COMMAND... : runs it inside
    local space=$1
    shift
    ip netns exec "$prefix-$space" "$@"
}

ip_() { # SPACE WORDS... : the ip command there
    local space=$1
    shift
    ip -n "$prefix-$space" "$@"
}

link() { # SPACE INTERFACE[=ADDRESS]... SPACE INTERFACE[=ADDRESS] : a cable; more addresses are separated by commas
    local a=$1 ia=${2%%=*} b=$3 ib=${4%%=*}
    ip link add "$ia" netns "$prefix-$a" type veth peer name "$ib" netns "$prefix-$b"
    address "$a" "$2"
    address "$b" "$4"
}

address() { # SPACE INTERFACE[=ADDRESS[,ADDRESS]...]
    local each
    ip_ "$1" link set "${2%%=*}" up
    case $2 in
        *=*)
            for each in $(echo "${2#*=}" | tr , ' '); do
                case $each in
                    *:*) ip_ "$1" addr add "$each" dev "${2%%=*}" nodad ;;
                    *) ip_ "$1" addr add "$each" dev "${2%%=*}" ;;
                esac
            done
            ;;
    esac
}

switch_() { # SPACE : a namespace that is an Ethernet switch
    space "$1"
    ip_ "$1" link add br0 type bridge
    ip_ "$1" link set br0 up
}

plug() { # SWITCH SPACE INTERFACE=ADDRESS : a cable from a switch
    link "$1" "$2" "$2" "$3"
    ip_ "$1" link set "$2" master br0
}

launch() { # SPACE LOG COMMAND... : in the background; its process id is in $launched
    local space=$1 log=$2
    shift 2
    ip netns exec "$prefix-$space" "$@" >>"$work/$log.log" 2>&1 &
    launched=$!
    pids+=("$launched")
}

router() { # SPACE [OPTION...] : jbgpd there, with the file SPACE.conf of the working directory or else of the example
    local space=$1 file=$work/$1.conf
    shift
    [ -e "$file" ] || file=$here/$space.conf
    launch "$space" "$space" "$home/bin/jbgpd" -f -c "$file" -s "$work/$space.ctl" "$@"
}

ask() { # SPACE COMMAND... : what its jbgpd answers
    local space=$1
    shift
    "$home/bin/jbgpctl" -s "$work/$space.ctl" "$@"
}

frr() { # SPACE [bfdd] : FRR's zebra and bgpd there, perhaps bfdd, with SPACE.frr of the working directory or the example
    local space=$1 dir=$work/$1.vty file=$work/$1.frr daemon began options
    [ -e "$file" ] || cp "$here/$space.frr" "$file"
    mkdir -p /var/run/frr "$dir"
    : >"$dir/zebra.conf"
    # FRR gives up root before it makes its sockets.
    chmod 777 "$dir"
    chmod 644 "$file" "$dir/zebra.conf"
    for daemon in zebra ${2-} bgpd; do
        case $daemon in
            zebra) options=(-f "$dir/zebra.conf") ;;
            bfdd) options=(-f "$file" --bfdctl "$dir/bfdd.sock") ;;
            *) options=(-f "$file") ;;
        esac
        launch "$space" "$space" "/usr/lib/frr/$daemon" "${options[@]}" -z "$dir/zebra.api" -i "$dir/$daemon.pid" \
            --vty_socket "$dir"
        began=$SECONDS
        until [ -e "$dir/$daemon.vty" ] && { [ "$daemon" != zebra ] || [ -e "$dir/zebra.api" ]; }; do
            [ $((SECONDS - began)) -lt "$limit" ] || fail "FRR's $daemon does not start"
            sleep 0.1
        done
    done
}

vty() { # SPACE COMMAND : what FRR's bgpd there answers
    vtysh --vty_socket "$work/$1.vty" -d bgpd -c "$2"
}

bfd_vty() { # SPACE COMMAND : what FRR's bfdd there answers
    vtysh --vty_socket "$work/$1.vty" -d bfdd -c "$2"
}

say() { # what happens now
    printf '\n== %s\n' "$*"
}

fail() {
    echo "failed: $*" >&2
    exit 1
}

eventually() { # WHAT COMMAND... : waits until the command succeeds
    local what=$1 began=$SECONDS
    shift
    until "$@" >/dev/null 2>&1; do
        [ $((SECONDS - began)) -lt "$limit" ] || fail "$what: not within $limit s ($*)"
        sleep 0.2
    done
    printf '   %-70s yes\n' "$what"
}

check() { # WHAT COMMAND... : must be so now
    local what=$1
    shift
    "$@" >/dev/null 2>&1 || fail "$what: no ($*)"
    printf '   %-70s yes\n' "$what"
}

not() {
    ! "$@"
}

has_route() { # SPACE PREFIX [PATTERN] : the kernel there has it, its line matching the pattern
    local family=-4
    case $2 in *:*) family=-6 ;; esac
    # In one line, whatever the number of next hops.
    ip_ "$1" "$family" -o route show "$2" | grep -qE -- "${3-}"
}

table() { # HEADER : lines of columns, separated by |, as a table
    awk -F'|' -v header="$1" '
        BEGIN { n = split(header, title, "|"); for (i = 1; i <= n; i++) width[i] = length(title[i]) }
        { rows++; for (i = 1; i <= n; i++) { cell[rows, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
        function line(r,  i, text) {
            text = "   "
            for (i = 1; i <= n; i++) text = text sprintf("%-" (width[i] + 2) "s", r ? cell[r, i] : title[i])
            sub(/ +$/, "", text); print text
        }
        END {
            line(0)
            text = "   "; for (i = 1; i <= n; i++) { d = sprintf("%" width[i] "s", ""); gsub(/ /, "-", d); text = text d "  " }
            sub(/ +$/, "", text); print text
            for (r = 1; r <= rows; r++) line(r)
        }'
}

routes() { # FAMILY SPACE... : the kernels' routes but those of the links themselves
    local family=$1 space
    shift
    for space in "$@"; do
        ip_ "$space" "$family" -o route show | awk -v space="$space" '
            / proto kernel / || /^multicast/ || /^fe80/ || /^ff00/ { next }
            {
                kind = "unicast"; i = 1; via = ""; device = ""; proto = ""; metric = ""; flags = ""
                if ($1 ~ /^(blackhole|unreachable|prohibit)$/) { kind = $1; i = 2 }
                prefix = $i
                for (i++; i <= NF; i++) {
                    if ($i == "via") { i++; if ($i == "inet6") i++; via = via (via == "" ? "" : ", ") $i }
                    else if ($i == "dev") { i++; device = device (device == "" ? "" : ", ") $i }
                    else if ($i == "proto") proto = $(++i)
                    else if ($i == "metric") metric = $(++i)
                    else if ($i == "onlink" && flags == "") flags = " onlink"
                }
                print space "|" prefix "|" (kind == "unicast" ? (via == "" ? "directly" : via) flags : kind) "|" device "|" proto "|" metric
            }'
    done | table "router|prefix|next hop|device|proto|metric"
}

sessions() { # SPACE... : what each jbgpd says of its BGP neighbors
    local space
    for space in "$@"; do
        ask "$space" show protocols | awk -v space="$space" '$2 == "BGP" {
            state = $4; since = $5; rest = ""; for (i = 6; i <= NF; i++) rest = rest " " $i
            print space "|" $1 "|" state "|" substr(rest, 2)
        }'
    done | table "router|neighbor|state|session"
}

watch_routes() { # SPACE PREFIX : notes what the kernel there hears of the prefix from now on, see lost
    ip netns exec "$prefix-$1" ip monitor route >"$work/$1.monitor" 2>&1 &
    pids+=($!)
    # The monitor listens once it reports a change of ours.
    until grep -q 198.51.100.255 "$work/$1.monitor"; do
        ip_ "$1" route replace blackhole 198.51.100.255 metric 9999
        ip_ "$1" route del blackhole 198.51.100.255 metric 9999
        sleep 0.1
    done
}

kept() { # SPACE PREFIX... : since watch_routes none of them was removed there
    local space=$1 each
    shift
    for each in "$@"; do
        ! grep -F "Deleted" "$work/$space.monitor" | grep -qF "$each " || return 1
    done
}

finish() {
    finished=yes
    printf '\nok\n'
}
