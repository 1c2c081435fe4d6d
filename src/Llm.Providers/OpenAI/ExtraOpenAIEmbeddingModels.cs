using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Providers.OpenAI.Embeddings;

namespace Llm.Providers.OpenAI;

/// <summary>
/// Reads <c>extra-openai-embedding-models.yaml</c>, which lists embedding models of servers that use OpenAI's interface. The Python
/// tool does not have such a file.
/// </summary>
internal static class ExtraOpenAIEmbeddingModels
{
    /// <summary>The models of the file; none if the file does not exist.</summary>
    /// <exception cref="LlmException">The file is not valid; the message names it and the entry.</exception>
    public static IEnumerable<(EmbeddingModel Model, string[] Aliases)> Load(string path, Func<HttpClient> http)
    {
        var (entries, texts) = ExtraOpenAIModels.Read(path);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i] as JsonObject ?? throw ExtraOpenAIModels.Invalid(path, i, "must be a mapping");
            var settings = ExtraOpenAIModels.ReadSettings(entry, (JsonObject)texts[i]!, path, i);
            yield return (new OpenAIEmbeddingModel(settings, ReadEmbedding(entry, path, i), http), ExtraOpenAIModels.ReadAliases(entry));
        }
    }

    private static EmbeddingSettings ReadEmbedding(JsonObject entry, string path, int index) => new()
    {
        Dimensions = ReadCount(entry, "dimensions", path, index),
        BatchSize = ReadCount(entry, "batch_size", path, index) ?? new EmbeddingSettings().BatchSize,
        InputLimit = ReadCount(entry, "max_tokens", path, index),
        Base64 = ExtraOpenAIModels.Scalar(entry["encoding_format"]) switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw ExtraOpenAIModels.Invalid(path, index, "has an encoding_format that is neither float nor base64"),
        },
    };

    private static int? ReadCount(JsonObject entry, string name, string path, int index)
    {
        if (ExtraOpenAIModels.Scalar(entry[name]) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw ExtraOpenAIModels.Invalid(path, index, $"has a {name} that is not a whole number above 0");
    }
}
