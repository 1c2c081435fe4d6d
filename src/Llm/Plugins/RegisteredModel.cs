namespace Llm;

/// <summary>A model with the other names it goes by.</summary>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Names given by the plugin, then those of the user.</param>
public sealed record RegisteredModel(Model Model, IReadOnlyList<string> Aliases)
{
    /// <summary>Whether a word of a search occurs in the id, an alias or the label; case does not matter.</summary>
    public bool Matches(string query) =>
        Aliases.Append(Model.ToString()).Any(name => name.Contains(query, StringComparison.OrdinalIgnoreCase));
}
