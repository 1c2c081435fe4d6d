namespace Llm;

/// <summary>Finds the API key for a request.</summary>
public static class ApiKeys
{
    /// <summary>The first of these environment variables that has a value; the first one if none does; null if there are none.</summary>
    internal static string? VariableOf(IReadOnlyList<string> variables)
    {
        foreach (var variable in variables)
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
                return variable;
        return variables.Count > 0 ? variables[0] : null;
    }

    /// <summary>
    /// The first of: the stored key that <paramref name="given"/> names, <paramref name="given"/> itself, the key stored under
    /// <paramref name="name"/>, the environment variable.
    /// </summary>
    /// <exception cref="MissingKeyException">There is no key; the message lists the ways to provide one.</exception>
    public static string Resolve(IKeySource? stored, string? given, string name, string? environmentVariable)
    {
        var key = string.IsNullOrEmpty(given) ? stored?.Find(name) : stored?.Find(given) ?? given;
        if (string.IsNullOrEmpty(key) && environmentVariable is not null) key = Environment.GetEnvironmentVariable(environmentVariable);
        return !string.IsNullOrEmpty(key) ? key : throw new MissingKeyException(name, environmentVariable);
    }
}
