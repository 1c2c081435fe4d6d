using System.Text.Json.Nodes;

namespace Llm.Bridge.Tests.Contract;

/// <summary>Compares two JSON values member by member.</summary>
internal static class JsonDifferences
{
    /// <summary>Every difference as <c>path: ours | theirs</c>, with <c>-</c> for what is missing.</summary>
    public static IEnumerable<string> Between(JsonNode? ours, JsonNode? theirs, string path = "")
    {
        switch (ours, theirs)
        {
            case (JsonObject first, JsonObject second):
                return first.Select(member => member.Key).Union(second.Select(member => member.Key))
                    .SelectMany(name => Between(first[name], second[name], path.Length == 0 ? name : $"{path}.{name}"));
            case (JsonArray first, JsonArray second) when first.Count == second.Count:
                return first.Zip(second).SelectMany((pair, i) => Between(pair.First, pair.Second, $"{path}[{i}]"));
            default:
                return JsonNode.DeepEquals(ours, theirs)
                    ? []
                    : [$"{path}: {ours?.ToJsonString() ?? "-"} | {theirs?.ToJsonString() ?? "-"}"];
        }
    }
}
