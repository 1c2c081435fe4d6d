# Completes llm in Bash. In ~/.bashrc: source <(llm completion bash)

_llm_completion() {
    # Bash breaks words at : and = too. What stands together on the line is one word.
    local line=$COMP_LINE piece words=() count=0
    for piece in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ $count == 0 || $line == [[:space:]]* ]]; then
            words[count++]=$piece
        else
            words[count - 1]+=$piece
        fi
        line=${line#"${line%%[![:space:]]*}"}
        line=${line#"$piece"}
    done

    # Inside quotes a name is put in as it is. Outside, only what stands behind the last break is replaced.
    local current=${words[count - 1]} quote='' before=''
    case $current in
        [\'\"]*) quote=${current:0:1} ;;
        *[:=]*) [[ $COMP_WORDBREAKS == *:* ]] && before=${current%"${current##*[:=]}"} ;;
    esac

    local item files=''
    COMPREPLY=()
    while IFS= read -r item; do
        if [[ $item == :files ]]; then
            files=1
            continue
        fi
        item=${item%%$'\t'*}
        [[ $quote ]] || printf -v item %q "$item"
        COMPREPLY+=("${item#"$before"}")
    done < <(llm completion words --quoted -- "${words[@]:1}" 2>/dev/null)

    if [[ ! $files ]]; then
        compopt +o default 2>/dev/null
    elif [[ ${#COMPREPLY[@]} -gt 0 ]]; then
        # A file may be the value of an option that is joined to it: --attachment=cat.png.
        [[ $before == --*= ]] && current=${current#"$before"} before=''
        while IFS= read -r item; do
            [[ $quote ]] || printf -v item %q "$item"
            COMPREPLY+=("${item#"$before"}")
        done < <(compgen -f -- "${current#"$quote"}")
    fi
}

complete -o default -F _llm_completion llm
