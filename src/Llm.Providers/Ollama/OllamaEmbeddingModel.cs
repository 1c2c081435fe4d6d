using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>An embedding model of an Ollama server.</summary>
/// <param name="id">The id by which users choose the model, which is the server's name too.</param>
/// <param name="address">Where the server is.</param>
/// <param name="http">Returns the client; called for each request.</param>
internal sealed class OllamaEmbeddingModel(string id, OllamaAddress address, Func<HttpClient> http) : EmbeddingModel(id)
{
    /// <summary>The variable of llm-ollama that says whether texts that are too long are cut.</summary>
    public const string TruncateVariable = "OLLAMA_EMBED_TRUNCATE";

    private static readonly ModelOption<bool> Truncate = ModelOptions.Boolean(TruncateVariable, "");

    /// <summary>As in llm-ollama.</summary>
    public override int BatchSize => 8;

    public override ModelOrigin Origin => address.Origin(Id);

    /// <summary>The label of llm-ollama.</summary>
    public override string ToString() => $"Ollama: {Id}";

    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        var input = new JsonArray();
        foreach (var text in texts) input.AddNode(text);
        var request = address.Request("/api/embed", new JsonObject { ["model"] = Id, ["input"] = input, ["truncate"] = CutsTexts });
        var answer = await new ProviderClient(http, Services).AskAsync(request, key: null, cancellationToken);
        var vectors = new ReadOnlyMemory<float>[texts.Count];
        var read = 0;
        foreach (var item in answer.Items("embeddings"))
        {
            if (read < vectors.Length) vectors[read] = VectorReading.Numbers(item);
            read++;
        }

        return read == vectors.Length ? vectors : throw VectorReading.WrongCount(read, vectors.Length);
    }

    private static bool CutsTexts
    {
        get
        {
            if (Environment.GetEnvironmentVariable(TruncateVariable) is not { } text) return true;
            try
            {
                return Truncate.Check(text)!.GetValue<bool>();
            }
            catch (OptionValueException ex)
            {
                throw new LlmException($"The variable {TruncateVariable} is not valid: {ex.Message}. Write yes or no.", ex);
            }
        }
    }
}
