using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The script in a real Zsh at a terminal, where somebody presses Tab.</summary>
public sealed class ZshCompletionTests(InstalledTool tool)
{
    private const string Tab = "\t";
    private const string CtrlX = "\x18";

    [Fact]
    public async Task A_word_is_completed_as_the_user_quotes_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh") || File.Exists("/bin/zsh"), "there is no Zsh");
        using var user = new TemporaryUserDirectory();
        user.Write("aliases.json", """{"local:one": "echo", "local:two": "echo"}""");
        user.Write("templates/to do.yaml", "x");
        user.Write("doc file.txt", "x");
        user.Write(".zshrc", $$"""
            PS1='ready> '
            autoload -Uz compinit; compinit -u -D
            source <(llm completion zsh)
            show-line() { print -r -- "<<$BUFFER>>"; BUFFER=''; zle redisplay }
            zle -N show-line
            bindkey '^X' show-line
            cd '{{user.Path}}'
            """);
        var environment = new Dictionary<string, string>
        {
            ["ZDOTDIR"] = user.Path,
            ["PATH"] = $"{Path.GetDirectoryName(tool.Path)}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        using var terminal = TerminalSession.StartIn(environment, "zsh", user.Path, "-i");
        await terminal.SeeAsync("ready> ");
        foreach (var (typed, completed) in ((string, string)[])
        [
            ("llm templ", "llm templates "),
            ("llm -m echo --hide", "llm -m echo --hide-reasoning "),
            ("llm -m local:t", "llm -m local:two "),
            ("llm --model=local:t", "llm --model=local:two "),
            ("llm -t t", @"llm -t to\ do "),
            (@"llm -t to\ d", @"llm -t to\ do "),
            ("llm -t 'to d", "llm -t 'to do' "),
            ("llm -f doc", @"llm -f doc\ file.txt "),
            ("llm --attachment=do", @"llm --attachment=doc\ file.txt "),
        ])
        {
            await terminal.TypeAsync($"{typed}{Tab}{CtrlX}");
            await terminal.SeeAsync($"<<{completed}>>");
        }
    }
}
