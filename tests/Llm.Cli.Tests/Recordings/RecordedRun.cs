using System.Text.RegularExpressions;
using Llm.Tests;

namespace Llm.Cli.Tests.Recordings;

/// <summary>One run of the Python tool 0.32: what was typed and what came.</summary>
/// <param name="Batch">The batch, whose runs share a user directory.</param>
/// <param name="Name">The command line as the file has it, without the quotes of the shell; the second one of a batch ends in
/// <c>#2</c>.</param>
/// <param name="Input">What was piped in.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed partial record RecordedRun(int Batch, string Name, string Input, string Output, string Error, int ExitCode)
{
    /// <summary>The command line as the file has it.</summary>
    public string Command => Name.Split(" #")[0];

    /// <summary>All recorded runs in their order; they are kept beside the repository.</summary>
    public static IReadOnlyList<RecordedRun> ReadAll()
    {
        var text = File.ReadAllText(SharedData.Path("spec", "cli-runs-0.32.txt"));
        return [.. Batches().Split(text).Skip(1).Chunk(2).SelectMany(batch => Blocks(int.Parse(batch[0]), batch[1]))];
    }

    private static IEnumerable<RecordedRun> Blocks(int batch, string text) =>
        from command in Block().Matches(text).GroupBy(block => block.Groups["command"].Value)
        from numbered in command.Index()
        let block = numbered.Item
        orderby block.Index
        let piped = command.Key.Split(" <<< ")
        select new RecordedRun(
            batch,
            numbered.Index == 0 ? piped[0] : $"{piped[0]} #{numbered.Index + 1}",
            piped.Length > 1 ? piped[1].Replace("\\n", "\n", StringComparison.Ordinal) : "",
            Stream(block.Groups["output"].Value, "O| "),
            Stream(block.Groups["error"].Value, "E| "),
            int.Parse(block.Groups["code"].Value));

    /// <summary>
    /// A stream whose lines each carry a mark; what follows the last line's text stands on the same line if that had no end.
    /// </summary>
    private static string Stream(string marked, string mark) =>
        marked.Length == 0 ? "" : marked[mark.Length..].Replace("\n" + mark, "\n", StringComparison.Ordinal);

    [GeneratedRegex("^######## batch ([0-9]+)\n", RegexOptions.Multiline)]
    private static partial Regex Batches();

    [GeneratedRegex(
        @"^\$ llm ?(?<command>.*)\n(?<output>(?:O\| .*?(?:\n(?=[OE]\| |rc=)|(?=E\| |rc=[0-9]+\n)))*)(?<error>(?:E\| .*?(?:\n(?=E\| |rc=)|(?=rc=[0-9]+\n)))*)rc=(?<code>[0-9]+)$",
        RegexOptions.Multiline)]
    private static partial Regex Block();
}
