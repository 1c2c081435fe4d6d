namespace Llm;

/// <summary>The state of a collection whose vectors are to be replaced by those of another model.</summary>
/// <param name="Entries">The number of entries.</param>
/// <param name="Replaced">The number of entries whose new vector is there already, from an earlier run that was interrupted.</param>
/// <param name="WithoutContent">The number of entries whose text or bytes were not stored.</param>
/// <param name="ExampleWithoutContent">The ID of one of them; null if there are none.</param>
public sealed record ReplacementState(long Entries, long Replaced, long WithoutContent, string? ExampleWithoutContent);
