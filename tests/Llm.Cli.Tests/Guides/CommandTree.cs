using Llm.Cli.CommandLine;
using Llm.Cli.Commands;
using Llm.Cli.Input;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Testing;

namespace Llm.Cli.Tests.Guides;

/// <summary>Every command and group of the program that its help shows.</summary>
internal static class CommandTree
{
    /// <summary>The root, then each group before its commands, sorted by name.</summary>
    public static IReadOnlyList<CommandScope> Walk()
    {
        using var user = new TemporaryUserDirectory();
        using var interrupt = new Interrupt();
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, outputIsTerminal: false, errorIsTerminal: false);
        var input = new StandardInput(_ => Stream.Null, isTerminal: false, _ => { });
        var context = new CliContext(terminal, input, interrupt, _ => LlmHost.Create(new LlmHostOptions { Directory = user.Directory }));
        return [.. Walk(RootCommand.Create(context), "llm")];
    }

    private static IEnumerable<CommandScope> Walk(CommandNode node, string path, bool isAddition = false)
    {
        var own = new CommandScope(node, path, hasVersion: path == "llm") { IsAddition = isAddition };
        yield return own;
        foreach (var entry in own.Entries.Where(entry => !entry.IsHidden).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            foreach (var scope in Walk(entry.Create(), $"{path} {entry.Name}", isAddition || entry.IsAddition)) yield return scope;
        }
    }
}
