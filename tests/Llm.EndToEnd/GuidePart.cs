using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>A part of a guide: commands, and what comments around them ask for.</summary>
/// <remarks>
/// A block of the kind <c>console</c> is run, unless <c>&lt;!-- not run: why --&gt;</c> stands before it.
/// <c>&lt;!-- answer: text --&gt;</c> before it is what the server answers next, with <c>\n</c> for a line break.
/// Lines between <c>&lt;!-- setup</c> and <c>--&gt;</c> are commands that readers need not see.
/// </remarks>
internal sealed record GuidePart(int Line, bool IsRun, IReadOnlyList<string> Answers, IReadOnlyList<GuideExample> Examples)
{
    private const string Answer = "<!-- answer: ";

    public static string Folder => Path.Combine(SharedData.RepositoryRoot, "docs");

    /// <summary>The guides with such blocks, those about providers included, by their path in the folder.</summary>
    public static IEnumerable<string> Pages => Directory.EnumerateFiles(Folder, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Folder, "providers"), "*.md"))
        .Where(file => OfPage(file).Count > 0).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    /// <summary>The parts of a page in their order.</summary>
    public static IReadOnlyList<GuidePart> OfPage(string file)
    {
        var lines = File.ReadAllLines(file);
        var parts = new List<GuidePart>();
        var answers = new List<string>();
        var isRun = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith(Answer, StringComparison.Ordinal))
                answers.Add(line[Answer.Length..^" -->".Length].Replace("\\n", "\n", StringComparison.Ordinal));
            else if (line.StartsWith("<!-- not run: ", StringComparison.Ordinal)) isRun = false;
            else if (line == "<!-- setup")
            {
                var end = Array.IndexOf(lines, "-->", i);
                parts.Add(new GuidePart(i + 1, IsRun: true, [], [new GuideExample(string.Join('\n', lines[(i + 1)..end]), "")]));
                i = end;
            }
            else if (line.EndsWith("```console", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, line[..^"console".Length], i);
                parts.Add(new GuidePart(i + 1, isRun, answers, GuideExample.Read(lines[(i + 1)..end])));
                (i, isRun, answers) = (end, true, []);
            }
        }

        return parts;
    }
}
