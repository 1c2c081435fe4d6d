namespace Llm.Cli.Input.Rows;

/// <summary>A row of the input of <c>embed-multi</c>: an ID and the texts or the bytes to embed under it.</summary>
/// <param name="Id">The first value of the row.</param>
/// <param name="Values">The other values; null and missing ones are empty.</param>
internal sealed record InputRow(string Id, IReadOnlyList<string> Values)
{
    /// <summary>The bytes, in place of texts.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>The row as an item of a collection.</summary>
    /// <param name="prefix">What is put before the ID.</param>
    /// <param name="prepend">What is put before the text.</param>
    public CollectionItem ToItem(string prefix, string prepend) => Bytes is { } bytes
        ? new CollectionItem(prefix + Id, bytes)
        : new CollectionItem(prefix + Id, prepend + string.Join(' ', Values));
}
