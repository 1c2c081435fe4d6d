using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Answers;

/// <summary>Embeds texts for clients.</summary>
/// <param name="host">The embedding models.</param>
internal sealed class EmbeddingService(LlmHost host)
{
    /// <summary>Reads one text or a list of texts.</summary>
    /// <exception cref="ServedException">There is something else.</exception>
    public static IReadOnlyList<string> Texts(JsonNode? input) => input switch
    {
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => [text.ToString()],
        JsonArray { Count: > 0 } list when list.All(item => item?.GetValueKind() == System.Text.Json.JsonValueKind.String) =>
            [.. list.Select(item => item!.ToString())],
        JsonArray { Count: > 0 } => throw ServedException.BadRequest("The input must be texts; lists of tokens fit one model only."),
        _ => throw ServedException.BadRequest("The request has no input."),
    };

    /// <summary>Embeds texts.</summary>
    /// <param name="name">The id or alias of the model; null for the default.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="dimensions">How many numbers the client wants; null for as many as the model gives.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LlmException">There is no such model, it gives another number of dimensions, or it cannot be asked.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        string? name, IReadOnlyList<string> texts, int? dimensions, CancellationToken cancellationToken)
    {
        var model = name is null ? host.GetEmbeddingModel() : host.FindEmbeddingModel(name) ?? throw ServedModels.Unknown(name);
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        await foreach (var vector in model.EmbedManyAsync(texts, cancellationToken: cancellationToken)) vectors.Add(vector);
        if (dimensions is { } wanted && vectors.Any(vector => vector.Length != wanted))
        {
            throw ServedException.BadRequest(
                $"{model.Id} gives {vectors[0].Length} dimensions, not {wanted}: leave out dimensions, or ask for a model that has them.");
        }

        return vectors;
    }

    /// <summary>The form of OpenAI's interface.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="model">The model, as the client named it.</param>
    /// <param name="asBase64">Whether the client wants the bytes of the numbers, as OpenAI's own library does.</param>
    public static JsonObject Write(IReadOnlyList<ReadOnlyMemory<float>> vectors, string model, bool asBase64)
    {
        var data = new JsonArray();
        for (var i = 0; i < vectors.Count; i++)
        {
            data.AddNode(new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = i,
                ["embedding"] = asBase64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(vectors[i].Span)) : Numbers(vectors[i]),
            });
        }

        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["model"] = model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = 0, ["total_tokens"] = 0 },
        };
    }

    /// <summary>A vector as a list of numbers.</summary>
    public static JsonArray Numbers(ReadOnlyMemory<float> vector)
    {
        var numbers = new JsonArray();
        foreach (var number in vector.Span) numbers.AddNode(number);
        return numbers;
    }
}
