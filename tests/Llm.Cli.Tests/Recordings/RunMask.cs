using System.Globalization;
using System.Text.RegularExpressions;

namespace Llm.Cli.Tests.Recordings;

/// <summary>Replaces what differs from run to run: ids by their order, times, durations, sizes and the version by a mark.</summary>
internal static partial class RunMask
{
    public static string Of(string text)
    {
        var ids = new Dictionary<string, string>();
        text = Id().Replace(text, match =>
        {
            if (!ids.TryGetValue(match.Value, out var name))
                ids[match.Value] = name = string.Create(CultureInfo.InvariantCulture, $"<id {ids.Count + 1}>");
            return name;
        });
        text = Version().Replace(Time().Replace(text, "<time>"), "<version>");
        return FileSize().Replace(Duration().Replace(text, "$1<ms>"), "$1<size>");
    }

    /// <summary>Replaces the earlier prompts that <c>echo</c> lists.</summary>
    public static string WithoutPrevious(string text) => Previous().Replace(text, "\"previous\": <prompts>");

    [GeneratedRegex("\"previous\": \\[(\\]|.*?\n *\\])", RegexOptions.Singleline)]
    private static partial Regex Previous();

    [GeneratedRegex("(?<![0-9a-z])01[0-9a-hjkmnp-tv-z]{24}(?![0-9a-z])")]
    private static partial Regex Id();

    [GeneratedRegex(@"2026-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]{6}\+00:00)?")]
    private static partial Regex Time();

    [GeneratedRegex("(?<![\\w.])0\\.(32|1\\.0)(?![\\w.])")]
    private static partial Regex Version();

    [GeneratedRegex("(\"duration_ms\": )[0-9]+")]
    private static partial Regex Duration();

    [GeneratedRegex("(Database file size: \t\t)[0-9.]+KB")]
    private static partial Regex FileSize();
}
