namespace Llm;

/// <summary>A loader with what listings say about it.</summary>
/// <param name="Loader">The loader.</param>
/// <param name="Description">A few lines for people; null if there are none.</param>
public sealed record RegisteredLoader<TLoader>(TLoader Loader, string? Description);
