using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAICompatible;

/// <summary>An interface of a server besides Chat Completions, as its preset describes it.</summary>
internal sealed class PresetInterface(JsonObject entry)
{
    public const string Embeddings = "embeddings";
    public const string Rerank = "rerank";
    public const string Moderation = "moderation";
    public const string Transcription = "transcription";
    public const string Speech = "speech";

    /// <summary>The address before the path of the interface; null for that of Chat Completions.</summary>
    public string? Base => entry.Text("base");

    /// <summary>The server's names of the models that are listed.</summary>
    public IReadOnlyList<string> Models => Texts(entry["models"]);

    /// <summary>The ids of models of the Python tool's plugin: from id to the server's name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Ids =>
        (entry["ids"] as JsonObject ?? []).Select(id => KeyValuePair.Create(id.Key, (string)id.Value!));

    /// <summary>The most texts in a request; null if that is not known.</summary>
    public int? BatchSize => entry.Integer("batch_size");

    /// <summary>Further members of each request; null for none.</summary>
    public JsonObject? Send => entry["send"] as JsonObject;

    /// <summary>Further members of a request for a text that is searched with; null for those of <see cref="Send"/>.</summary>
    public JsonObject? SendQuery => entry["send_query"] as JsonObject;

    /// <summary>The size of the largest file in MB; null if it is not known.</summary>
    public int? Limit => entry.Integer("limit");

    /// <summary>The voices, the usual one first; empty if they are not known.</summary>
    public IReadOnlyList<string> Voices => Texts(entry["voices"]);

    private static string[] Texts(JsonNode? list) => list is JsonArray items ? [.. items.Select(item => item?.ToString() ?? "")] : [];
}
