namespace Llm;

/// <summary>Which keys are in <c>keys.json</c> or in the environment, for a listing; the file is read once, if it is needed.</summary>
/// <remarks>The key stores of plugins are not asked: a listing must neither load a plugin nor unlock anything.</remarks>
internal sealed class FoundKeys(KeyStore file)
{
    private IReadOnlyList<string>? names;

    /// <summary>Whether there is a key of this name, or a value of the variable; a model without a name needs none.</summary>
    public bool Has(string? name, string? variable)
    {
        if (name is null) return true;
        if (variable is not null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))) return true;
        names ??= file.Exists ? file.Names : [];
        return names.Contains(name);
    }
}
