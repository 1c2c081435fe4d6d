namespace Llm.Storage.Tests.Retrieval;

/// <summary>A text that queries look for.</summary>
internal sealed record LabelledText(string Id, string Text);

/// <summary>A query with the id of the text that it is about.</summary>
internal sealed record LabelledQuery(string Half, string Kind, string TextId, string Query);

/// <summary>The texts and queries beside this file; the README describes them.</summary>
internal static class LabelledSet
{
    public const string Paraphrase = "paraphrase";
    public const string Form = "form";
    public const string Literal = "literal";
    public const string Tuning = "tuning";
    public const string HeldOut = "held-out";

    public static IReadOnlyList<LabelledText> Texts { get; } = [.. Rows("texts.tsv", 2).Select(row => new LabelledText(row[0], row[1]))];

    public static IReadOnlyList<LabelledQuery> Queries { get; } =
        [.. Rows("queries.tsv", 4).Select(row => new LabelledQuery(row[0], row[1], row[2], row[3]))];

    public static IReadOnlySet<string> StopWords { get; } =
        File.ReadAllText(PathOf("stop-words.txt")).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();

    private static readonly Dictionary<string, int> Places =
        Texts.Select((text, i) => (text.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);

    /// <summary>The place of a text in <see cref="Texts"/>.</summary>
    public static int IndexOf(string id) => Places[id];

    public static HashSet<string> ContentWords(string text) => [.. PlainWords.Of(text).Where(word => !StopWords.Contains(word))];

    private static IEnumerable<string[]> Rows(string file, int columns) => File.ReadLines(PathOf(file)).Skip(1).Select(line =>
        line.Split('\t') is { } row && row.Length == columns ? row : throw new InvalidDataException($"{file}: {line}"));

    private static string PathOf(string file) =>
        Path.Combine(Llm.Tests.SharedData.RepositoryRoot, "tests", "Llm.Storage.Tests", "Retrieval", file);
}
