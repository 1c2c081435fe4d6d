namespace Llm;

/// <summary>The environment variables by which a user changes what a program says in <see cref="LlmHostOptions"/>.</summary>
/// <remarks>
/// A host reads none of them by itself. An empty variable counts as one that is not set, except for <see cref="LoadPlugins"/>.
/// </remarks>
public static class HostEnvironment
{
    /// <summary>The names in <c>LLM_LOAD_PLUGINS</c>, for <see cref="LlmHostOptions.LoadPlugins"/>; null if it is not set.</summary>
    public static IReadOnlyCollection<string>? LoadPlugins => Environment.GetEnvironmentVariable("LLM_LOAD_PLUGINS")?
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The value of <c>LLM_EMBEDDING_MODEL</c>, for <see cref="LlmHostOptions.DefaultEmbeddingModel"/>; null if it is not set.
    /// </summary>
    public static string? EmbeddingModel => NotEmpty("LLM_EMBEDDING_MODEL");

    /// <summary>
    /// The value of <c>LLM_EMBEDDINGS_DB</c>, for <see cref="LlmHostOptions.EmbeddingsDatabase"/>; null if it is not set.
    /// </summary>
    public static string? EmbeddingsDatabase => NotEmpty("LLM_EMBEDDINGS_DB");

    private static string? NotEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
