#compdef llm
# Completes llm in Zsh. In ~/.zshrc, behind compinit: source <(llm completion zsh)

_llm() {
    local item name files tab=$'\t' ret=1
    local -a found
    # In an open quote the last of the words keeps the quote, and PREFIX has what stands behind it.
    for item in "${(@f)$(llm completion words -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        if [[ $item == :files ]]; then
            files=1
        elif [[ -n $item ]]; then
            # A colon would end the name for _describe.
            name=${item%%$tab*}
            name=${name//:/\\:}
            [[ $item == *$tab* ]] && name+=:${item#*$tab}
            found+=("$name")
        fi
    done
    (( $#found )) && _describe -t llm llm found && ret=0
    if [[ -n $files ]]; then
        [[ $PREFIX == --*=* ]] && compset -P 1 '*='
        _files && ret=0
    fi
    return ret
}

if [[ $funcstack[1] == _llm ]]; then
    _llm "$@"
else
    compdef _llm llm
fi
