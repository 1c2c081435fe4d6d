using System.Text.RegularExpressions;

namespace Llm.EndToEnd.Plugins;

/// <summary>A block of the tutorial: a file that the reader writes, or commands that the reader types.</summary>
/// <param name="Line">The line of the page on which the block begins.</param>
/// <param name="File">The file that the paragraph before the block says to write; null for commands.</param>
/// <param name="Text">The content of the file.</param>
/// <param name="Examples">The commands, with what they print.</param>
internal sealed partial record TutorialStep(int Line, string? File, string Text, IReadOnlyList<GuideExample> Examples)
{
    /// <summary>The steps of a page in their order. A block of the kind <c>sh</c> is not for the reader to run now.</summary>
    /// <exception cref="FormatException">A block is neither commands nor a file.</exception>
    public static IReadOnlyList<TutorialStep> OfPage(string page)
    {
        var lines = System.IO.File.ReadAllLines(page);
        var steps = new List<TutorialStep>();
        var paragraph = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                if (lines[i].Length > 0 && !lines[i].StartsWith("<!--", StringComparison.Ordinal))
                    paragraph = i > 0 && lines[i - 1].Length > 0 ? $"{paragraph} {lines[i]}" : lines[i];
                continue;
            }

            var (kind, end) = (lines[i][3..], Array.IndexOf(lines, "```", i + 1));
            var block = lines[(i + 1)..end];
            if (kind == "console") steps.Add(new TutorialStep(i + 1, null, "", GuideExample.Read(block)));
            else if (FileToWrite().Match(paragraph) is { Success: true } found)
                steps.Add(new TutorialStep(i + 1, found.Groups[1].Value, string.Join('\n', block) + "\n", []));
            else if (kind != "sh") throw new FormatException($"{page}, line {i + 1}: no paragraph says which file this is.");
            (i, paragraph) = (end, "");
        }

        return steps;
    }

    [GeneratedRegex("Write `([^`]+)`( again)?:$")]
    private static partial Regex FileToWrite();
}
