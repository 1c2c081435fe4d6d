using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.OpenAI.Embeddings;

/// <summary>Reads the vectors of an answer, which are lists of numbers or 32-bit floats in Base64.</summary>
internal static class EmbeddingAnswer
{
    /// <summary>Returns the vectors in the order of the texts.</summary>
    /// <exception cref="LlmException">The answer has other vectors than it should.</exception>
    public static IReadOnlyList<ReadOnlyMemory<float>> Read(JsonElement answer, int texts)
    {
        var items = answer.Items("data").ToList();
        if (items.Count != texts) throw new LlmException($"The server returned {items.Count} embeddings for {texts} texts.");
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

    private static float[] ReadVector(JsonElement item)
    {
        var vector = item.Text("embedding") is { } base64 ? Decode(base64) : Numbers(item);
        if (vector.Length == 0) throw new LlmException("The server returned an embedding that is not a list of numbers.");
        return Array.TrueForAll(vector, float.IsFinite) ? vector
            : throw new LlmException("The server returned an embedding that contains NaN or infinity.");
    }

    private static float[] Numbers(JsonElement item)
    {
        var values = item.Items("embedding").ToArray();
        return Array.TrueForAll(values, value => value.ValueKind == JsonValueKind.Number)
            ? Array.ConvertAll(values, value => (float)value.GetDouble())
            : [];
    }

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
