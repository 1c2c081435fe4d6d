using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;
using Llm.Yaml;

namespace Llm.Cli.Output;

/// <summary>Writes stored fragments, for <c>llm fragments list</c>.</summary>
internal static class FragmentListing
{
    /// <summary>Returns all fragments with their whole text.</summary>
    public static string Json(IEnumerable<LoggedFragment> fragments) =>
        PythonJson.Indented(new JsonArray([.. fragments.Select(fragment => Describe(fragment, fragment.Content))]), indent: 4);

    /// <summary>Returns a fragment as an item of a list with the beginning of its text, without a final line end.</summary>
    public static string Yaml(LoggedFragment fragment) =>
        YamlWriter.WriteLiteral(new JsonArray(Describe(fragment, Excerpt.Of(fragment.Content)))).Trim();

    private static JsonObject Describe(LoggedFragment fragment, string content) => new()
    {
        ["hash"] = fragment.Hash,
        ["aliases"] = new JsonArray([.. fragment.Aliases.Select(alias => JsonValue.Create(alias))]),
        ["datetime_utc"] = fragment.DatetimeUtc,
        ["source"] = fragment.Source,
        ["content"] = content,
    };
}
