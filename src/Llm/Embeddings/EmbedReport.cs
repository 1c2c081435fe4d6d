namespace Llm;

/// <summary>What became of the items of <c>EmbedManyAsync</c>.</summary>
/// <param name="Embedded">The number of entries that were written.</param>
/// <param name="Unchanged">The number of items that the collection had already.</param>
/// <param name="Failures">The items that could not be embedded.</param>
public sealed record EmbedReport(long Embedded, long Unchanged, IReadOnlyList<EmbedFailure> Failures);

/// <summary>An item that could not be embedded.</summary>
/// <param name="Id">The ID of the item.</param>
/// <param name="Message">Why, in a sentence for people.</param>
public sealed record EmbedFailure(string Id, string Message);

/// <summary>How far <c>EmbedManyAsync</c> has come.</summary>
/// <param name="Read">The number of items that were read.</param>
/// <param name="Embedded">The number of entries that were written.</param>
/// <param name="Unchanged">The number of items that the collection had already.</param>
/// <param name="Failed">The number of items that could not be embedded.</param>
public sealed record EmbedProgress(long Read, long Embedded, long Unchanged, long Failed);
