namespace Llm;

/// <summary>A place for API keys that can be listed and changed: the file <c>keys.json</c>, or what a plugin registers.</summary>
/// <remarks>
/// Implementations must be thread-safe and must never put a key into a message. A call may take as long as it needs to ask the user, for
/// example to unlock a password manager; models ask only for the keys that they need. What cannot be reached is reported with an
/// <see cref="LlmException"/>, which ends the command: only null means that there is no such key.
/// </remarks>
public interface IKeyStore : IKeySource
{
    /// <summary>The names of the keys, sorted; none if the store cannot list them.</summary>
    /// <exception cref="LlmException">The store cannot be reached.</exception>
    IReadOnlyList<string> Names { get; }

    /// <summary>Stores a key, and replaces one of that name.</summary>
    /// <exception cref="LlmException">
    /// The store cannot be reached, or keys are stored in another way, which the message describes.
    /// </exception>
    void Set(string name, string value);

    /// <summary>Removes a key; returns false if there is no such key.</summary>
    /// <exception cref="LlmException">The store cannot be reached or changed.</exception>
    bool Remove(string name);
}
