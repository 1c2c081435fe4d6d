namespace Llm;

/// <summary>
/// Which keys are in <c>keys.json</c>, have a command, are in the system's store or in the environment, for a listing; the files are read
/// once, and only if they are needed.
/// </summary>
/// <remarks>No key store is asked: a listing must neither load a plugin nor run or unlock anything.</remarks>
internal sealed class FoundKeys(KeyStore file, UserDirectory directory)
{
    private List<string>? names;

    /// <summary>Whether there is a key of this name, or a value of the variable; a model without a name needs none.</summary>
    public bool Has(string? name, string? variable)
    {
        if (name is null) return true;
        if (variable is not null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))) return true;
        names ??= [.. file.Exists ? file.Names : [], .. new KeySources(directory).Names()];
        return names.Contains(name);
    }
}
