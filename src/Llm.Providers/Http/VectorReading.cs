using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Reads the vectors in answers of embedding models.</summary>
internal static class VectorReading
{
    /// <summary>The numbers of a member.</summary>
    /// <exception cref="LlmException">It is not a list of numbers that a 32-bit float can hold.</exception>
    public static float[] Numbers(JsonElement item, string name) =>
        Numbers(item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var list) ? list : default);

    /// <summary>The numbers of a list.</summary>
    /// <exception cref="LlmException">It is not a list of numbers that a 32-bit float can hold.</exception>
    public static float[] Numbers(JsonElement list)
    {
        var values = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
        return Checked(Array.TrueForAll(values, value => value.ValueKind == JsonValueKind.Number)
            ? Array.ConvertAll(values, value => (float)value.GetDouble())
            : []);
    }

    /// <summary>The vector itself.</summary>
    /// <exception cref="LlmException">It is empty, or a number is not finite.</exception>
    public static float[] Checked(float[] vector)
    {
        if (vector.Length == 0) throw new LlmException("The server returned an embedding that is not a list of numbers.");
        return Array.TrueForAll(vector, float.IsFinite) ? vector
            : throw new LlmException("The server returned an embedding that contains NaN or infinity.");
    }

    /// <summary>The error for another number of vectors than texts.</summary>
    public static LlmException WrongCount(int vectors, int texts) => new($"The server returned {vectors} embeddings for {texts} texts.");
}
