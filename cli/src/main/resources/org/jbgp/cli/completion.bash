# bash completion for jbgpctl: commands, their options, and the names that the running router knows. jbgpctl itself says
# what may come next.
_jbgpctl() {
    local line=${COMP_LINE:0:COMP_POINT} word meaning words begun
    COMPREPLY=()
    read -ra words <<<"$line"
    if [[ $line == *[[:blank:]] ]]; then
        words+=('')
    fi
    begun=${words[-1]}
    while IFS=$'\t' read -r word meaning; do
        if [ "$word" = :files ]; then
            compopt -o filenames 2>/dev/null
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$begun")
        else
            COMPREPLY+=("$word")
        fi
    done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
    # bash takes a colon for the end of a word, and replaces only what is behind the last one.
    if [[ $begun == *:* && $COMP_WORDBREAKS == *:* ]]; then
        local i before=${begun%"${begun##*:}"}
        for i in "${!COMPREPLY[@]}"; do
            COMPREPLY[i]=${COMPREPLY[i]#"$before"}
        done
    fi
}
complete -F _jbgpctl jbgpctl
