# bash completion for jbgpctl: commands, their options, and the names of protocols, tables and filters. zsh after
# `autoload -U bashcompinit; bashcompinit`.

# Two functions about the words of a command so far: whether they are one or begin one, and what may come next, behind them or, after
# a slash, behind a word of their arguments: `words`, names of the kinds in `names` (a regular expression), `files`.
# From the daemon's table of commands.
_jbgpctl_is() {
    case $1 in
        'show' | \
            'show status' | \
            'show protocols' | \
            'show neighbors' | \
            'show route' | \
            'show roa' | \
            'show interfaces' | \
            'show memory' | \
            'show bfd' | \
            'show bfd sessions' | \
            'show static' | \
            'show symbols' | \
            'configure' | \
            'configure soft' | \
            'configure check' | \
            'configure plan' | \
            'configure timeout' | \
            'configure confirm' | \
            'configure undo' | \
            'configure status' | \
            'enable' | \
            'disable' | \
            'restart' | \
            'reload' | \
            'drain' | \
            'undrain' | \
            'debug' | \
            'explain' | \
            'explain route' | \
            'show route explain' | \
            'eval' | \
            'down' | \
            'echo' | \
            'restrict' | \
            'timeformat' | \
            'dump' | \
            'mrt' | \
            'mrt dump' | \
            'mrtdump' | \
            'graceful' | \
            'graceful restart' | \
            'help' | \
            'quit' | \
            'exit') ;;
        *) return 1 ;;
    esac
}

_jbgpctl_after() {
    case $1 in
        '') words='show configure enable disable restart reload drain undrain debug explain eval down echo restrict timeformat dump mrt mrtdump graceful help quit exit' ;;
        'show') words='status protocols neighbors route roa interfaces memory bfd static symbols' ;;
        'show protocols') words='all' names='protocol' ;;
        'show protocols/all') words='all' names='protocol' ;;
        'show neighbors') names='protocol' ;;
        'show route') words='for in table import export filter where protocol all primary filtered exported preexport noexport stats count explain' ;;
        'show route/for') ;;
        'show route/in') ;;
        'show route/table') words='all' names='(routing|ROA) table' ;;
        'show route/import') words='table' ;;
        'show route/export') words='table' names='protocol' ;;
        'show route/all') words='import export filter where protocol all primary filtered exported preexport noexport stats count for in table' ;;
        'show route/filter') names='filter' ;;
        'show route/where') ;;
        'show route/protocol') names='protocol' ;;
        'show route/primary') words='filtered export exported preexport noexport stats count for in table import filter where protocol all primary' ;;
        'show route/exported') names='protocol' ;;
        'show route/preexport') names='protocol' ;;
        'show route/noexport') names='protocol' ;;
        'show route/filtered') words='export exported preexport noexport stats count for in table import filter where protocol all primary filtered' ;;
        'show route/stats') words='for in table import export filter where protocol all primary filtered exported preexport noexport stats count' ;;
        'show route/count') words='for in table import export filter where protocol all primary filtered exported preexport noexport stats count' ;;
        'show roa') words='in for as table' ;;
        'show roa/in') ;;
        'show roa/for') ;;
        'show roa/as') ;;
        'show roa/table') names='(routing|ROA) table' ;;
        'show interfaces') words='summary' ;;
        'show bfd') words='sessions' ;;
        'show bfd sessions') words='address interface dev ipv4 ipv6 direct multihop all' names='protocol' ;;
        'show bfd sessions/address') ;;
        'show bfd sessions/interface') ;;
        'show bfd sessions/dev') ;;
        'show bfd sessions/ipv4') words='direct multihop all address interface dev ipv4 ipv6' names='protocol' ;;
        'show bfd sessions/ipv6') words='direct multihop all address interface dev ipv4 ipv6' names='protocol' ;;
        'show bfd sessions/direct') words='all address interface dev ipv4 ipv6 direct multihop' names='protocol' ;;
        'show bfd sessions/multihop') words='all address interface dev ipv4 ipv6 direct multihop' names='protocol' ;;
        'show bfd sessions/all') words='address interface dev ipv4 ipv6 direct multihop all' names='protocol' ;;
        'show static') names='protocol' ;;
        'show symbols') words='table filter function protocol template roa' names='.*' ;;
        'configure') words='soft timeout check plan confirm undo status' files=1 ;;
        'configure/soft') words='timeout' files=1 ;;
        'configure/timeout') ;;
        'configure soft') words='timeout' files=1 ;;
        'configure soft/timeout') ;;
        'configure check') files=1 ;;
        'configure plan') files=1 ;;
        'enable') words='all' names='protocol' ;;
        'enable/all') ;;
        'disable') words='all' names='protocol' ;;
        'disable/all') ;;
        'restart') words='all' names='protocol' ;;
        'restart/all') ;;
        'reload') words='in out all' names='protocol' ;;
        'reload/in') words='all' names='protocol' ;;
        'reload/out') words='all' names='protocol' ;;
        'drain') words='all' names='protocol' ;;
        'undrain') words='all' names='protocol' ;;
        'debug') words='all' names='protocol' ;;
        'debug/all') words='all off' ;;
        'explain') words='route' ;;
        'explain route/table') names='(routing|ROA) table' ;;
        'show route explain/table') names='(routing|ROA) table' ;;
        'echo') words='all off' ;;
        'echo/all') ;;
        'echo/off') ;;
        'timeformat') words='iso' ;;
        'timeformat/iso') words='short long' ;;
        'timeformat/short') words='ms us' ;;
        'timeformat/long') words='ms us' ;;
        'dump') words='resources sockets ao events interfaces neighbors attributes routes protocols filter' ;;
        'dump/ao') words='keys' ;;
        'dump/filter') words='all' ;;
        'dump/resources') files=1 ;;
        'dump/sockets') files=1 ;;
        'dump/keys') files=1 ;;
        'dump/events') files=1 ;;
        'dump/interfaces') files=1 ;;
        'dump/neighbors') files=1 ;;
        'dump/attributes') files=1 ;;
        'dump/routes') files=1 ;;
        'dump/protocols') files=1 ;;
        'dump/all') files=1 ;;
        'mrt') words='dump' ;;
        'mrt dump') words='table' ;;
        'mrt dump/table') names='(routing|ROA) table' ;;
        'mrt dump/to') files=1 ;;
        'mrt dump/filter') names='filter' ;;
        'mrt dump/where') ;;
        'mrtdump') words='all' names='protocol' ;;
        'mrtdump/all') words='all off' ;;
        'graceful') words='restart' ;;
        'help') words='show configure enable disable restart reload drain undrain debug explain eval down echo restrict timeformat dump mrt mrtdump graceful help quit' ;;
        'show protocols/'*) words='all' names='protocol' ;;
        'show route/'*) words='table import export filter where protocol all primary filtered exported preexport noexport stats count for in' ;;
        'show roa/'*) words='as table in for' ;;
        'show bfd sessions/'*) words='address interface dev ipv4 ipv6 direct multihop all' names='protocol' ;;
        'configure/'*) words='timeout' ;;
        'configure soft/'*) words='timeout' ;;
        'enable/'*) ;;
        'disable/'*) ;;
        'restart/'*) ;;
        'debug/'*) words='all off' ;;
        'explain route/'*) words='table' names='protocol' ;;
        'show route explain/'*) words='table' names='protocol' ;;
        'echo/'*) ;;
        'timeformat/'*) ;;
        'mrt dump/'*) words='to filter where' ;;
        'mrtdump/'*) words='all off' ;;
    esac
}
# To here.

# The next word of the line belongs to the command, abbreviated or not, or else to its arguments.
_jbgpctl_take() {
    local found='' words='' names='' files='' each
    if [ -z "$previous" ]; then
        _jbgpctl_after "$command"
        for each in $words; do
            case $each in
                "$1") found=$each && break ;;
                "$1"*) found=${found:+?}$each ;; # two of them: neither
            esac
        done
    fi
    if [ -n "$found" ] && _jbgpctl_is "${command:+$command }$found"; then
        command="${command:+$command }$found"
    else
        previous=$1
    fi
}

_jbgpctl() {
    local current=${COMP_WORDS[COMP_CWORD]} socket=${JBGPD_SOCKET:-/run/jbgpd/jbgpd.ctl} command='' previous='' i
    local words='' names='' files=''
    COMPREPLY=()
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        -s | --socket) mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -s | --socket) socket=${COMP_WORDS[++i]} ;;
            --socket=*) socket=${COMP_WORDS[i]#*=} ;;
            -*) ;;
            *) _jbgpctl_take "${COMP_WORDS[i]}" ;;
        esac
    done
    _jbgpctl_after "$command${previous:+/$previous}"
    if [ -z "$command$previous" ]; then
        words="$words generate-completion -s -j -r -v --socket --json --restricted --verbose --help --version"
    fi
    if [ -n "$files" ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
    if [ -n "$names" ]; then
        words="$words $(jbgpctl -s "$socket" show symbols 2>/dev/null | awk -F '\t' -v kind="^($names)\$" '
            $2 ~ kind { sub(/ +$/, "", $1); print $1 }')"
    fi
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _jbgpctl jbgpctl
