namespace Llm;

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
        return $"No key found for '{name}'. Pass it as PromptOptions.Key{elsewhere}, "
            + $"or store it with 'llm keys set {name}' (KeyStore.Set).";
    }
}
