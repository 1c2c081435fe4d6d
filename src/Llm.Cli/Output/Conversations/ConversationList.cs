using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Conversations;

/// <summary>Writes conversations as a table or as JSON.</summary>
internal static class ConversationList
{
    public static JsonObject ToJson(ConversationSummary item) => new()
    {
        ["id"] = item.Id,
        ["name"] = item.Name,
        ["model"] = item.Model,
        ["turns"] = item.Turns,
        ["newest_utc"] = item.NewestAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Returns one line per conversation: ID, age, turns, model, name.</summary>
    public static string ToText(IReadOnlyList<ConversationSummary> conversations, DateTimeOffset now) =>
        TextTable.Write([.. conversations.Select(item => (string[])[item.Id, .. Describe(item, now)])]);

    /// <summary>Returns one numbered line per conversation, to choose from: number, age, turns, model, name.</summary>
    public static string ToNumberedText(IReadOnlyList<ConversationSummary> conversations, DateTimeOffset now) =>
        TextTable.Write([.. conversations.Select((item, i) => (string[])[$"{i + 1,2}", .. Describe(item, now)])]);

    private static string[] Describe(ConversationSummary item, DateTimeOffset now) =>
        [Age(item.NewestAt, now), Count.Of(item.Turns, "turn"), item.Model ?? "", item.Name?.ReplaceLineEndings(" ") ?? ""];

    private static string Age(DateTimeOffset? time, DateTimeOffset now) => (now - time) switch
    {
        null => "",
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } age => $"{(int)age.TotalMinutes}min",
        { TotalDays: < 1 } age => $"{(int)age.TotalHours}h",
        { TotalDays: < 365 } age => $"{(int)age.TotalDays}d",
        { } age => $"{(int)(age.TotalDays / 365)}y",
    };
}
