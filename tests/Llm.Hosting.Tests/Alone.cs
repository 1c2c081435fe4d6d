namespace Llm.Hosting.Tests;

/// <summary>Tests that change or measure what belongs to the whole process; nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
