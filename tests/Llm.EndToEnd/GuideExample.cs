using System.Text;
using System.Text.RegularExpressions;

namespace Llm.EndToEnd;

/// <summary>A command of a guide and what the guide says it prints.</summary>
/// <param name="Command">What is typed.</param>
/// <param name="Output">What follows; empty if the guide shows nothing. A line <c>...</c> stands for any lines.</param>
internal sealed partial record GuideExample(string Command, string Output)
{
    private const string Typed = "$ ";
    private const string GoesOn = ">";

    /// <summary>Whether the guide shows that the command fails.</summary>
    public bool Fails => Output.StartsWith("Error: ", StringComparison.Ordinal) || Output.StartsWith("Usage: ", StringComparison.Ordinal);

    /// <summary>The commands of a block: lines after <c>$</c>, gone on with after <c>&gt;</c>.</summary>
    public static IReadOnlyList<GuideExample> Read(IEnumerable<string> lines)
    {
        var examples = new List<GuideExample>();
        foreach (var line in lines)
        {
            if (line.StartsWith(Typed, StringComparison.Ordinal)) examples.Add(new GuideExample(line[Typed.Length..], ""));
            else if (examples[^1].Output.Length == 0 && line.StartsWith(GoesOn, StringComparison.Ordinal))
                examples[^1] = examples[^1].With(command: line);
            else examples[^1] = examples[^1] with { Output = $"{examples[^1].Output}{line}\n" };
        }

        return examples;
    }

    /// <summary>The command with the ids that this run made in place of those in the guide.</summary>
    public string CommandWith(IReadOnlyDictionary<string, string> ids) =>
        Volatile().Replace(Command, found => ids.GetValueOrDefault(found.Value, found.Value));

    /// <summary>
    /// Whether this was printed, up to times, sizes, ids and blanks at the ends of lines; notes which of the run's ids stands for which
    /// of the guide's.
    /// </summary>
    public bool Matches(string printed, Dictionary<string, string> ids)
    {
        if (Output.Length == 0) return true;
        var guideIds = new List<string>();
        var pattern = new StringBuilder();
        foreach (var line in Trim(Output).Split('\n')) pattern.Append(line == "..." ? "(?:.*\n)*?" : $"{Pattern(line, guideIds)}\n");
        var match = Regex.Match(Trim(printed) + "\n", $@"\A{pattern}\z");
        foreach (var (guideId, id) in guideIds.Zip(match.Groups["id"].Captures)) ids[guideId] = id.Value;
        return match.Success;
    }

    private GuideExample With(string command) => this with { Command = $"{Command}\n{(command.Length > 2 ? command[2..] : "")}" };

    private static string Pattern(string line, List<string> guideIds)
    {
        var pattern = new StringBuilder();
        var end = 0;
        foreach (Match found in Volatile().Matches(line))
        {
            pattern.Append(Regex.Escape(line[end..found.Index]));
            end = found.Index + found.Length;
            var kind = found.Groups.Values.Skip(1).Single(group => group.Success).Name;
            if (kind == "id") guideIds.Add(found.Value);
            pattern.Append(kind switch
            {
                "id" => "(?<id>[0-9a-z]{26})",
                "time" => @"[\d-]{10}[ T][\d:.]{8,15}",
                "size" => @"[\d.]+[KM]B",
                _ => "\"duration_ms\": \\d+",
            });
        }

        return pattern.Append(Regex.Escape(line[end..])).ToString();
    }

    private static string Trim(string text) => BlanksAtEnd().Replace(text, "\n").TrimEnd();

    [GeneratedRegex("""(?<id>\b01[0-9a-z]{24}\b)|(?<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?)|(?<size>\d+\.\d+[KM]B)|(?<duration>"duration_ms": \d+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Volatile();

    [GeneratedRegex(@"[ \t]+\n")]
    private static partial Regex BlanksAtEnd();
}
