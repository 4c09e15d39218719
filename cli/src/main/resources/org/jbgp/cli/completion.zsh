#compdef jbgpctl
# zsh completion for jbgpctl: commands, their options, and the names that the running router knows, each with what it
# means. jbgpctl itself says what may come next.
_jbgpctl() {
    local line word files
    local -a offers
    for line in "${(@f)$("${(Q)words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        word=${line%%$'\t'*}
        if [[ $word == :files ]]; then
            files=1
        elif [[ -n $word ]]; then
            offers+=("${word//:/\\:}${${line#"$word"}/$'\t'/:}")
        fi
    done
    (( ${#offers} )) && _describe -V 'command' offers
    [[ -n $files ]] && _files
    (( ${#offers} )) || [[ -n $files ]]
}
if [[ $funcstack[1] == _jbgpctl ]]; then
    _jbgpctl "$@"
else
    compdef _jbgpctl jbgpctl
fi
