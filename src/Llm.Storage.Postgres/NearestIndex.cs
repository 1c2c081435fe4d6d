using System.Globalization;

namespace Llm.Storage.Postgres;

/// <summary>
/// The expression and the name of the index of a collection. The collection and the number of dimensions are part of both, because the
/// column has vectors of all collections.
/// </summary>
internal sealed record NearestIndex(long CollectionId, int Dimensions)
{
    /// <summary>The most dimensions of which pgvector indexes all 32 bits.</summary>
    public const int MostFull = 2000;

    /// <summary>The most dimensions that pgvector indexes.</summary>
    public const int Most = 4000;

    public bool IsHalfPrecision => Dimensions > MostFull;

    public string Name => $"{NamePrefix(CollectionId)}{Number(Dimensions)}";

    private string Type => $"{(IsHalfPrecision ? "halfvec" : "vector")}({Number(Dimensions)})";

    // Of a vector of length 1, every number fits into 16 bits.
    private string Expression => IsHalfPrecision ? $"(l2_normalize(embedding)::{Type})" : $"(embedding::{Type})";

    public string Create => $"""
        CREATE INDEX CONCURRENTLY {Name} ON embeddings
        USING hnsw ({Expression} {(IsHalfPrecision ? "halfvec" : "vector")}_cosine_ops) WHERE collection_id = {Number(CollectionId)}
        """;

    /// <summary>The condition and the order by which a search for the vector <c>$1</c> uses the index.</summary>
    public string Search => $"""
        WHERE collection_id = {Number(CollectionId)} ORDER BY {Expression} <=> $1::real[]::vector::{Type}
        """;

    public static string NamePrefix(long collectionId) => $"llm_embeddings_{Number(collectionId)}_";

    /// <summary>Reads the name of an index.</summary>
    public static NearestIndex OfName(long collectionId, string name) =>
        new(collectionId, int.Parse(name.AsSpan(NamePrefix(collectionId).Length), CultureInfo.InvariantCulture));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
