namespace Llm;

/// <summary>Where API keys are kept; the seam between models and the key store.</summary>
/// <remarks>Implementations must be thread-safe and must never put a key into a message.</remarks>
public interface IKeySource
{
    /// <summary>The key that is stored under <paramref name="name"/>, or null.</summary>
    string? Find(string name);
}
