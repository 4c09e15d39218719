# fish completion for jbgpctl: commands, their options, and the names that the running router knows, each with what it
# means. jbgpctl itself says what may come next.
function __jbgpctl_complete
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    for line in ($words[1] complete -- $words[2..-1] "$begun" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$begun"
        else
            echo $line
        end
    end
end
complete -c jbgpctl -f -a '(__jbgpctl_complete)'
