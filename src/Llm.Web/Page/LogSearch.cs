using System.Globalization;
using Llm.Storage.Logs;

namespace Llm.Web.Page;

/// <summary>What a person looks for in the log.</summary>
/// <param name="Words">The words, the last of which may be incomplete.</param>
/// <param name="Model">The id of the model; empty for any.</param>
/// <param name="Tool">The name of a tool whose result was sent; empty for any.</param>
/// <param name="From">The first day, as <c>yyyy-MM-dd</c>; empty for any.</param>
/// <param name="To">The last day; empty for any.</param>
/// <param name="Count">How many results are shown.</param>
internal sealed record LogSearch(string Words, string Model, string Tool, string From, string To, int Count)
{
    /// <summary>How many results are shown at first, and how many more each time.</summary>
    public const int Page = 40;

    private const int Most = 2000;

    /// <summary>Reads the query of an address.</summary>
    public static LogSearch Read(IQueryCollection query) => new(
        query["q"].ToString().Trim(), query["model"].ToString().Trim(), query["tool"].ToString().Trim(),
        query["from"].ToString(), query["to"].ToString(),
        int.TryParse(query["count"], CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 1, Most) : Page);

    /// <summary>Whether nothing is looked for, so that all conversations are listed.</summary>
    public bool IsEmpty => Words.Length + Model.Length + Tool.Length + From.Length + To.Length == 0;

    /// <summary>The words one by one.</summary>
    public IReadOnlyList<string> WordList => Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The query for the log, for one more turn than is shown, so that the page knows whether there are more.</summary>
    public LogQuery ToQuery() => new()
    {
        // Each word in quotes, so that no character in it is an operator of the search.
        Text = WordList.Count == 0 ? null : string.Join(' ', WordList.Select(Quote)),
        Model = Model.Length == 0 ? null : Model,
        ToolNames = Tool.Length == 0 ? [] : [Tool],
        Since = Day(From),
        Before = Day(To)?.AddDays(1),
        Limit = Count + 1,
    };

    /// <summary>The address of the same search with more results.</summary>
    public string More =>
        $"{PagePaths.Log}?q={Uri.EscapeDataString(Words)}&model={Uri.EscapeDataString(Model)}&tool={Uri.EscapeDataString(Tool)}"
        + $"&from={Uri.EscapeDataString(From)}&to={Uri.EscapeDataString(To)}&count={(Count + Page).ToString(CultureInfo.InvariantCulture)}";

    private static string Quote(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"*";

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day : null;
}
