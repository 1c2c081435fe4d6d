using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Yaml;

namespace Llm.Cli.Output;

/// <summary>Writes stored fragments, for <c>llm fragments list</c>.</summary>
internal static class FragmentListing
{
    /// <summary>Returns a fragment with its whole text.</summary>
    public static JsonObject ToJson(LoggedFragment fragment) => Describe(fragment, fragment.Content);

    /// <summary>Returns a list of fragments, each with the beginning of its text.</summary>
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
