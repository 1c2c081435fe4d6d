using System.Text.Json.Nodes;

namespace Llm.Providers.OpenAI.Embeddings;

/// <summary>What a server of OpenAI's embeddings interface is asked for.</summary>
internal sealed record EmbeddingSettings
{
    /// <summary>The number of dimensions of the vectors; null for the model's default.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How many texts fit into one request.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>The most tokens of a text; null if that is not known.</summary>
    public int? InputLimit { get; init; }

    /// <summary>Whether vectors are requested in Base64, which is shorter and exact. Not all servers support it.</summary>
    public bool Base64 { get; init; }

    /// <summary>Further members of each request; null for none.</summary>
    public JsonObject? Send { get; init; }

    /// <summary>Further members of a request for a text that is searched with; null for those of <see cref="Send"/>.</summary>
    public JsonObject? SendQuery { get; init; }
}
