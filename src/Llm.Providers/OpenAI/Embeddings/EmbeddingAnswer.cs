using System.Text.Json;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Embeddings;

/// <summary>Reads the vectors of an answer, which are lists of numbers or 32-bit floats in Base64.</summary>
internal static class EmbeddingAnswer
{
    /// <summary>Returns the vectors in the order of the texts.</summary>
    /// <exception cref="LlmException">The answer has other vectors than it should.</exception>
    public static IReadOnlyList<ReadOnlyMemory<float>> Read(JsonElement answer, int texts)
    {
        var items = answer.Items("data").ToList();
        if (items.Count != texts) throw VectorReading.WrongCount(items.Count, texts);
        var vectors = new ReadOnlyMemory<float>[texts];
        var inOrder = !IsPermutation(items);
        for (var i = 0; i < texts; i++) vectors[inOrder ? i : items[i].Integer("index")!.Value] = ReadVector(items[i]);
        return vectors;
    }

    /// <summary>Whether each item has another index, by which a server that returns items in any order can be understood.</summary>
    private static bool IsPermutation(List<JsonElement> items)
    {
        var seen = new bool[items.Count];
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Object || item.Integer("index") is not { } index) return false;
            if (index < 0 || index >= seen.Length || seen[index]) return false;
            seen[index] = true;
        }

        return true;
    }

    private static float[] ReadVector(JsonElement item) =>
        item.Text("embedding") is { } base64 ? VectorReading.Checked(Decode(base64)) : VectorReading.Numbers(item, "embedding");

    private static float[] Decode(string base64)
    {
        try
        {
            return EmbeddingEncoding.Decode(Convert.FromBase64String(base64));
        }
        catch (Exception ex) when (ex is FormatException or LlmException)
        {
            throw new LlmException("The server returned an embedding that is not valid Base64.", ex);
        }
    }
}
