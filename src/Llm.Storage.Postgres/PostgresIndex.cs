namespace Llm.Storage.Postgres;

/// <summary>An index by which searches of a collection find most of the nearest entries without comparing all of them.</summary>
/// <param name="Name">The name of the index in the database.</param>
/// <param name="Entries">The number of entries of the collection.</param>
/// <param name="Size">The size of the index in bytes.</param>
/// <param name="IsHalfPrecision">
/// Whether the index holds numbers of 16 bits, because the vectors have more than 2,000 dimensions. The entries that it finds are compared
/// exactly in either case.
/// </param>
public sealed record PostgresIndex(string Name, long Entries, long Size, bool IsHalfPrecision);
