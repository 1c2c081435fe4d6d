# Completes llm in fish. In ~/.config/fish/config.fish: llm completion fish | source

function __llm_completion
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    # What is typed may be escaped or stand in quotes; names of llm do not.
    for item in (llm completion words -- $words[2..-1] (string unescape -- "$typed") 2>/dev/null)
        if test "$item" = :files
            # A command without rules of its own takes files, with ~ and variables as fish knows them.
            complete -C "__fish_command_without_completions $typed"
        else
            printf '%s\n' "$item"
        end
    end
end

complete -c llm -f -a '(__llm_completion)'
