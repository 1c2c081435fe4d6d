namespace Llm;

/// <summary>An embedding model with the other names it goes by.</summary>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Names given by the plugin, then those of the user.</param>
public sealed record RegisteredEmbeddingModel(EmbeddingModel Model, IReadOnlyList<string> Aliases);
