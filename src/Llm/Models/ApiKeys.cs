namespace Llm;

/// <summary>Finds the API key for a request.</summary>
public static class ApiKeys
{
    /// <summary>
    /// The first of: the stored key that <paramref name="given"/> names, <paramref name="given"/> itself, the key stored under
    /// <paramref name="name"/>, the environment variable.
    /// </summary>
    /// <exception cref="MissingKeyException">There is none; the message names the ways to give one.</exception>
    public static string Resolve(IKeySource? stored, string? given, string name, string? environmentVariable)
    {
        var key = string.IsNullOrEmpty(given) ? stored?.Find(name) : stored?.Find(given) ?? given;
        if (string.IsNullOrEmpty(key) && environmentVariable is not null) key = Environment.GetEnvironmentVariable(environmentVariable);
        return !string.IsNullOrEmpty(key) ? key : throw new MissingKeyException(name, environmentVariable);
    }
}

/// <summary>Where API keys are kept; the seam between models and the key store.</summary>
/// <remarks>Implementations must be thread-safe and must never put a key into a message.</remarks>
public interface IKeySource
{
    /// <summary>The key that is stored under <paramref name="name"/>, or null.</summary>
    string? Find(string name);
}

/// <summary>A model needs an API key and none was found.</summary>
/// <param name="keyName">The name under which the key would be stored.</param>
/// <param name="environmentVariable">The variable that could hold it; null if there is none.</param>
public sealed class MissingKeyException(string keyName, string? environmentVariable) : LlmException(Describe(keyName, environmentVariable))
{
    /// <summary>The name under which the key would be stored.</summary>
    public string KeyName { get; } = keyName;

    /// <summary>The variable that could hold it; null if there is none.</summary>
    public string? EnvironmentVariable { get; } = environmentVariable;

    private static string Describe(string name, string? variable)
    {
        var elsewhere = variable is null ? "" : $", set the environment variable {variable}";
        return $"No key found for '{name}'. Pass it as PromptOptions.Key{elsewhere}, or store it with 'llm keys set {name}' (KeyStore.Set).";
    }
}
