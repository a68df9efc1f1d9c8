# Completes the arguments of holdspace in bash.
_holdspace() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    case $previous in
        --data-dir | demo)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            ;;
        --today) ;;
        *)
            local words="check demo --data-dir --version --help"
            if [[ " ${COMP_WORDS[*]} " == *" demo "* ]]; then words="--today"; fi
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            ;;
    esac
}
complete -F _holdspace holdspace
