using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes the answers that are JSON, for <c>llm logs --data</c>.</summary>
internal static class LogData
{
    /// <summary>Lines of JSON, or the lines of one array.</summary>
    /// <param name="entries">The turns in their order; those whose answer is not JSON are left out.</param>
    /// <param name="key">Where an answer holds objects in an array under this key, they are taken instead.</param>
    /// <param name="withIds">Whether each object tells its turn.</param>
    /// <param name="asArray">Whether the lines make one array.</param>
    public static IEnumerable<string> Write(IEnumerable<LogEntry> entries, string? key, bool withIds, bool asArray)
    {
        var items = entries.SelectMany(entry => Items(entry, key, withIds)).Select(PythonJson.Spaced).ToList();
        if (!asArray) return items;
        return items.Count == 0 ? ["[]"] : items.Select((item, i) => $"{(i == 0 ? "[" : " ")}{item}{(i == items.Count - 1 ? "]" : ",")}");
    }

    private static IEnumerable<JsonNode?> Items(LogEntry entry, string? key, bool withIds)
    {
        if (!JsonText.TryParse(entry.Response ?? "", out var decoded)) yield break;
        List<JsonNode?> items = key is not null && decoded is JsonObject map && map[key] is JsonArray list && list.All(item => item is JsonObject)
            ? [.. list]
            : [decoded];
        foreach (var item in items)
        {
            if (withIds && item is JsonObject data)
            {
                data[UnusedKey(data, "response_id")] = entry.Id;
                // The Python tool puts the response's id here too.
                data[UnusedKey(data, "conversation_id")] = entry.Id;
            }

            yield return item;
        }
    }

    private static string UnusedKey(JsonObject data, string key)
    {
        while (data.ContainsKey(key)) key += "_";
        return key;
    }
}
