namespace Llm;

/// <summary>Finds the API key for a request.</summary>
public static class ApiKeys
{
    /// <summary>
    /// The first of: the stored key that <paramref name="given"/> names, <paramref name="given"/> itself, the key stored under
    /// <paramref name="name"/>, the environment variable.
    /// </summary>
    /// <exception cref="LlmException">There is none; the message names the ways to give one.</exception>
    public static string Resolve(IKeySource? stored, string? given, string name, string? environmentVariable)
    {
        var key = string.IsNullOrEmpty(given) ? stored?.Find(name) : stored?.Find(given) ?? given;
        if (string.IsNullOrEmpty(key) && environmentVariable is not null) key = Environment.GetEnvironmentVariable(environmentVariable);
        if (!string.IsNullOrEmpty(key)) return key;
        var message = $"No key found - add one using 'llm keys set {name}'";
        if (environmentVariable is not null) message += $" or set the {environmentVariable} environment variable";
        throw new LlmException(message);
    }
}
