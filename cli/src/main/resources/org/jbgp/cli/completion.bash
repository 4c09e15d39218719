# bash completion for jbgpctl: commands, their options, and the names of protocols, tables and filters. zsh after
# `autoload -U bashcompinit; bashcompinit`.
_jbgpctl() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local words='' names='' socket=${JBGPD_SOCKET:-/run/jbgpd/jbgpd.ctl} command='' second='' i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -s | --socket) socket=${COMP_WORDS[++i]} ;;
            --socket=*) socket=${COMP_WORDS[i]#*=} ;;
            -*) ;;
            *) if [ -z "$command" ]; then command=${COMP_WORDS[i]}; elif [ -z "$second" ]; then second=${COMP_WORDS[i]}; fi ;;
        esac
    done
    case $previous in
        -s | --socket) mapfile -t COMPREPLY < <(compgen -f -- "$current") && return ;;
    esac
    case $command:$second in
        :*) words="show configure enable disable restart reload debug eval explain down echo restrict help generate-completion
            -s -j -r -v --socket --json --restricted --verbose --help --version" ;;
        show:) words="status protocols route roa interfaces memory static symbols" ;;
        show:protocols) words=all names=protocol ;;
        show:interfaces) words=summary ;;
        show:static) names=protocol ;;
        show:symbols) words="table filter function protocol template roa" names='.*' ;;
        show:roa) words="in for as table" ;;
        show:route)
            case $previous in
                table) names='routing table' words=all ;;
                filter) names=filter ;;
                protocol | export | exported | preexport | noexport) names=protocol words=table ;;
                import) words=table ;;
                for | in | where) ;;
                *) words="for in table import export exported preexport noexport filter where protocol all primary filtered stats
                    count" ;;
            esac
            ;;
        explain:) words=route ;;
        explain:route) words=table names=protocol ;;
        configure:* | conf*:*)
            words="soft check plan timeout confirm undo status"
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            ;;
        enable:* | disable:* | restart:*) words=all names=protocol ;;
        reload:*) words="in out all" names=protocol ;;
        debug:) words=all names=protocol ;;
        debug:*) words="all off" ;;
        echo:*) words="all off" ;;
        help:*) words="show configure enable disable restart reload debug eval explain down echo restrict" ;;
    esac
    if [ -n "$names" ]; then
        words="$words $(jbgpctl -s "$socket" show symbols 2>/dev/null | awk -F '\t' -v kind="^($names)\$" '
            $2 ~ kind { sub(/ +$/, "", $1); print $1 }')"
    fi
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _jbgpctl jbgpctl
