namespace Llm.Cli.Tests.Commands;

/// <summary>What a chat prints besides the answers, and how it is talked to.</summary>
internal static class ChatRunner
{
    private const string Commands = """
        Type 'exit' or 'quit' to exit
        Type '!multi' to enter multiple lines, then '!end' to finish
        Type '!edit' to open your default editor and modify the prompt
        Type '!fragment <my_fragment> [<another_fragment> ...]' to insert one or more fragments

        """;

    /// <summary>What a chat prints that was left by a word.</summary>
    public static string Page(string model, params string[] answers) =>
        $"Chatting with {model}\n{Commands}{string.Concat(answers.Select(answer => $"> {answer}\n"))}> ";

    /// <summary>Pipes lines into <c>llm chat</c>.</summary>
    public static Task<CommandResult> ChatAsync(this CommandRunner llm, string[] lines, params string[] options) =>
        llm.PipeAsync(string.Concat(lines.Select(line => line + "\n")), ["chat", .. options]);
}
