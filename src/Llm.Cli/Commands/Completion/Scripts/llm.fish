# Completes llm in fish. In ~/.config/fish/config.fish: llm completion fish | source

function __llm_completion
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for item in (llm completion words -- $words[2..-1] "$current" 2>/dev/null)
        if test "$item" = :files
            __fish_complete_path "$current"
        else
            printf '%s\n' "$item"
        end
    end
end

complete -c llm -f -a '(__llm_completion)'
