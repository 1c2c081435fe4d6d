using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes the answers that are JSON, for <c>llm logs --data</c>.</summary>
/// <param name="key">The key of an array of objects to write in place of the answer that contains it.</param>
/// <param name="withIds">Whether each object contains the ID of its turn.</param>
/// <param name="asArray">Whether the lines form one array.</param>
internal sealed class LogData(string? key, bool withIds, bool asArray)
{
    private bool hasItems;

    /// <summary>Returns the lines of one turn; none if its answer is not JSON.</summary>
    public string Write(LoggedTurn turn) => string.Concat(Items(turn).Select(item => Line(PythonJson.Spaced(item))));

    /// <summary>Returns the end of the output.</summary>
    public string End() => !asArray ? "" : hasItems ? "]\n" : "[]\n";

    private string Line(string item)
    {
        if (!asArray) return item + "\n";
        var start = hasItems ? ",\n " : "[";
        hasItems = true;
        return start + item;
    }

    private IEnumerable<JsonNode?> Items(LoggedTurn turn)
    {
        if (!JsonText.TryParse(turn.Response ?? "", out var decoded)) yield break;
        var list = key is null ? null : (decoded as JsonObject)?[key] as JsonArray;
        List<JsonNode?> items = list?.All(item => item is JsonObject) == true ? [.. list] : [decoded];
        foreach (var item in items)
        {
            if (withIds && item is JsonObject data)
            {
                data[UnusedKey(data, "response_id")] = turn.Id;
                // The Python tool puts the response's id here too.
                data[UnusedKey(data, "conversation_id")] = turn.Id;
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
