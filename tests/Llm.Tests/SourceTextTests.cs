using System.Text.RegularExpressions;

namespace Llm.Tests;

/// <summary>What <c>.editorconfig</c> and the section "English" of CONTRIBUTING.md ask of every file.</summary>
public sealed partial class SourceTextTests
{
    private static readonly string Root = SharedData.RepositoryRoot;

    [Fact]
    public void No_line_of_code_is_longer_than_the_editor_is_told()
    {
        var limit = int.Parse(LimitOfLines().Match(File.ReadAllText(Path.Combine(Root, ".editorconfig"))).Groups[1].Value);
        var offenders = Files("src", "*.cs").Concat(Files("tests", "*.cs")).Concat(Files("samples", "*.cs"))
            .Concat(Files("benchmarks", "*.cs"))
            .SelectMany(file => Code(file).Select((line, i) => (Place: $"{Path.GetRelativePath(Root, file)}:{i + 1}", Line: line)))
            .Where(line => line.Line.Length > limit)
            .Select(line => line.Place);
        offenders.ShouldBeEmpty($"lines have at most {limit} columns");
    }

    [Fact]
    public void No_file_uses_the_phrases_that_CONTRIBUTING_lists()
    {
        var phrases = Phrases();
        phrases.Count.ShouldBeGreaterThan(20);
        var listed = new Regex($@"\b(?:{string.Join('|', phrases.Select(Regex.Escape))})\b", RegexOptions.IgnoreCase);
        string[] pages = [.. Files("docs", "*.md"), .. Directory.EnumerateFiles(Root, "*.md")];
        var offenders = pages.Concat(Files("src", "*.cs")).Concat(Files("samples", "*.cs")).Concat(Files("benchmarks", "*.cs"))
            .SelectMany(file => Prose(file).SelectMany(line => listed.Matches(line.Text).Select(
                match => $"{Path.GetRelativePath(Root, file)}:{line.Number}: {match.Value}")));
        offenders.ShouldBeEmpty("say it as CONTRIBUTING.md advises");
    }

    /// <summary>The lines of a file; texts, recorded events and payloads of tests and benchmarks may be longer and are left out.</summary>
    private static IEnumerable<string> Code(string file)
    {
        var text = File.ReadAllText(file);
        if (Path.GetRelativePath(Root, file).StartsWith("src", StringComparison.Ordinal)) return text.Split('\n');
        text = Texts().Replace(text, literal => new string('\n', literal.Value.Count(c => c == '\n')));
        return text.Split('\n').Select(line => Data().Replace(line, ""));
    }

    /// <summary>The phrases in the first column of the list.</summary>
    private static List<string> Phrases()
    {
        var list = ListOfWords().Match(File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md"))).Groups[1].Value;
        return [.. from row in list.Split('\n') from Match phrase in Quoted().Matches(FirstColumn(row)) select phrase.Groups[1].Value];
    }

    private static string FirstColumn(string row) => row.StartsWith('|') ? row.Split('|')[1] : "";

    private static IEnumerable<(string Text, int Number)> Prose(string file)
    {
        var text = File.ReadAllText(file);
        if (Path.GetFileName(file) == "CONTRIBUTING.md")
            text = ListOfWords().Replace(text, list => new string('\n', list.Value.Count(c => c == '\n')));
        return text.Split('\n').Select((line, i) => (line, i + 1));
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("^max_line_length = ([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex LimitOfLines();

    [GeneratedRegex("<!-- word list -->(.*?)<!-- end of word list -->", RegexOptions.Singleline)]
    private static partial Regex ListOfWords();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("\"\"\"+\n.*?\n *\"\"\"+", RegexOptions.Singleline)]
    private static partial Regex Texts();

    [GeneratedRegex("\"[^\"]*(?:\\\\\"[^\"]*|\"[^\"]+)*\"")]
    private static partial Regex Data();
}
