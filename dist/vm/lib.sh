# For scenarios: each starts with `. /payload/lib.sh`. The first check that fails ends it.
set -eu
jbgpd=/payload/jbgpd
work=/tmp/scenario
mkdir -p $work
start=$(date +%s)

# What is about to be seen.
say() { echo "[$(($(date +%s) - start)) s] $*"; }

fail() {
    echo "FAILED: $*"
    [ -d /run/systemd/system ] && journalctl --no-pager -o short-precise -u jbgpd >$work/service.log 2>&1
    for log in "$work"/*.log; do [ -f "$log" ] && { echo "--- $log"; tail -40 "$log"; }; done
    exit 1
}

# check WHAT COMMAND...: the command succeeds now.
check() {
    what=$1
    shift
    "$@" >$work/out 2>&1 && { say "ok: $what"; return; }
    cat $work/out
    fail "$what"
}

# await SECONDS WHAT COMMAND...: the command succeeds within so many seconds.
await() {
    seconds=$1 what=$2
    shift 2
    end=$(($(date +%s) + seconds))
    until "$@" >$work/out 2>&1; do
        [ "$(date +%s)" -lt $end ] || { cat $work/out; fail "$what"; }
        sleep 1
    done
    say "ok: $what"
}

# never COMMAND...: it does not succeed.
never() { ! "$@"; }

# says PATTERN COMMAND...: what the command prints has a line like that.
says() {
    pattern=$1
    shift
    "$@" 2>&1 | tee $work/said | grep -Eq -- "$pattern" || { cat $work/said; return 1; }
}

# Prints what a command prints, for the reader of the log.
show() {
    echo "\$ $*"
    "$@" 2>&1 | sed 's/^/    /'
}

# namespace NAME: a network namespace with its loopback up.
namespace() { ip netns add "$1" && ip -n "$1" link set lo up; }

# cable HERE NAMESPACE THERE: a veth pair from here into a namespace.
cable() {
    ip link add "$1" type veth peer name "$3" netns "$2"
    ip link set "$1" up
    ip -n "$2" link set "$3" up
}

bird=/usr/sbin/bird
birdc=/usr/sbin/birdc
[ -f /payload/files/bird ] && { bird=/payload/files/bird; chmod +x $bird; }

# start_jbgpd FILE: started, and answering on its control socket.
start_jbgpd() {
    $jbgpd/bin/jbgpd -f -c "$1" -s $work/jbgpd.ctl >$work/jbgpd.log 2>&1 &
    jbgpd_pid=$!
    await 900 "jbgpd answers" answers
}

# Whether it does; the scenario ends if it never will.
answers() {
    kill -0 $jbgpd_pid 2>/dev/null || fail "jbgpd has ended"
    jc show status
}

# jc WORDS...: asks jbgpd, with BIRD's own client: a JVM would take seconds to start here.
jc() { $birdc -s $work/jbgpd.ctl "$@"; }

# start_bird NAMESPACE FILE: BIRD in a namespace, its control socket named after it.
start_bird() {
    ip netns exec "$1" $bird -c "$2" -s "$work/$1.ctl" -P "$work/$1.pid" -D "$work/$1.log"
}

# bc NAMESPACE WORDS...: asks the BIRD of a namespace.
bc() {
    where=$1
    shift
    $birdc -s "$work/$where.ctl" "$@"
}
