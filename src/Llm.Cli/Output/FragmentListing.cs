using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Yaml;

namespace Llm.Cli.Output;

/// <summary>Writes stored fragments: <c>llm fragments list</c>.</summary>
internal static class FragmentListing
{
    /// <summary>One with its whole text.</summary>
    public static JsonObject ToJson(LoggedFragment fragment) => Describe(fragment, fragment.Content);

    /// <summary>A list of them, each with the beginning of its text.</summary>
    public static string ToYaml(IReadOnlyList<LoggedFragment> fragments) => string.Concat(fragments.Select(fragment =>
        YamlWriter.WriteLiteral(new JsonArray(Describe(fragment, Excerpt.Of(fragment.Content)))).Trim() + "\n"));

    private static JsonObject Describe(LoggedFragment fragment, string content) => new()
    {
        ["hash"] = fragment.Hash,
        ["aliases"] = new JsonArray([.. fragment.Aliases.Select(alias => JsonValue.Create(alias))]),
        ["datetime_utc"] = fragment.DatetimeUtc,
        ["source"] = fragment.Source,
        ["content"] = content,
    };
}
