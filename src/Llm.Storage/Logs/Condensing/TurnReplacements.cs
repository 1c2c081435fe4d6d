using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>
/// Builds the replacement table from the stored messages, tools and schema of a turn; the same rows always produce the same table.
/// </summary>
/// <remarks>The keys are part of the format: stored payloads refer to them.</remarks>
internal sealed class TurnReplacements
{
    // A reference is about as long as a shorter text.
    private const int MinimumLength = 64;

    // Names that contain dots can produce the same key twice; then the later value is used, as in a Python dict.
    private readonly OrderedDictionary<string, JsonNode?> entries = [];

    private TurnReplacements()
    {
    }

    /// <summary>Builds the table of one turn.</summary>
    /// <param name="messages">The JSON forms of the messages that the model sent.</param>
    /// <param name="tools">The tools that the turn offered.</param>
    /// <param name="schema">The schema of the answer; null if there is none.</param>
    /// <param name="model">The replacements that the model defines; null if there are none.</param>
    public static ReplacementTable Build(
        IEnumerable<JsonObject> messages,
        IEnumerable<DescribedTool> tools,
        JsonNode? schema,
        IEnumerable<KeyValuePair<string, JsonNode>>? model)
    {
        var table = new TurnReplacements();
        foreach (var (index, message) in messages.Index()) table.AddMessage(index.ToString(CultureInfo.InvariantCulture), message);
        table.AddDescriptions(tools);
        table.AddContainer("schema", schema);
        // These have no minimum length, because the author of the model chose them.
        foreach (var (key, value) in model ?? []) table.entries[$"m.{key}"] = value;
        return new ReplacementTable(table.entries);
    }

    private void AddMessage(string prefix, JsonObject message)
    {
        foreach (var (index, part) in message["parts"]!.AsArray().OfType<JsonObject>().Index())
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{prefix}.{index}");
            AddText($"{key}.text", part.Text("text"));
            AddText($"{key}.output", part.Text("output"));
            if (part["arguments"] is JsonObject { Count: > 0 } arguments) AddArguments(key, arguments);
            AddTree($"{key}.pm", part["provider_metadata"]);
        }

        AddTree($"{prefix}.pm", message["provider_metadata"]);
    }

    private void AddArguments(string key, JsonObject arguments)
    {
        // Some providers send arguments as JSON text, with or without spaces; others send an object.
        var compact = PythonJson.Compact(arguments);
        var spaced = PythonJson.Spaced(arguments);
        AddText($"{key}.args", compact);
        if (spaced != compact) AddText($"{key}.args2", spaced);
        AddContainer($"{key}.argsv", arguments);
    }

    private void AddTree(string key, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                AddContainer(key, map);
                foreach (var (name, value) in map) AddTree($"{key}.{name}", value);
                break;
            case JsonArray list:
                AddContainer(key, list);
                for (var i = 0; i < list.Count; i++) AddTree(string.Create(CultureInfo.InvariantCulture, $"{key}.{i}"), list[i]);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                AddText(key, value.GetValue<string>());
                break;
        }
    }

    private void AddDescriptions(IEnumerable<DescribedTool> tools)
    {
        // A name with two descriptions is ambiguous, so it gets no key.
        var named = new OrderedDictionary<string, HashSet<string>>();
        foreach (var (name, description) in tools)
        {
            if (string.IsNullOrEmpty(name) || description is null || !IsLong(description)) continue;
            if (!named.TryGetValue(name, out var descriptions)) named[name] = descriptions = [];
            descriptions.Add(description);
        }

        foreach (var (name, descriptions) in named)
        {
            if (descriptions.Count == 1) AddText($"tool.{name}.description", descriptions.Single());
        }
    }

    private void AddText(string key, string? text)
    {
        if (text is not null && IsLong(text)) entries[key] = text;
    }

    private void AddContainer(string key, JsonNode? node)
    {
        if (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && PythonJson.Compact(node).Length >= MinimumLength)
            entries[key] = node;
    }

    // Python counts code points.
    private static bool IsLong(string text) =>
        text.Length >= 2 * MinimumLength || text.Length - text.Count(char.IsLowSurrogate) >= MinimumLength;
}

/// <summary>A tool with a description that payloads may repeat.</summary>
internal sealed record DescribedTool(string? Name, string? Description);
