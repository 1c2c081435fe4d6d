namespace Llm;

/// <summary>A name that two plugins gave to things of one kind.</summary>
/// <param name="Kind">What the name is of: <c>model</c>, <c>tool</c>, <c>command</c>, …</param>
/// <param name="Name">The name that both plugins chose.</param>
/// <param name="First">The plugin that had it first.</param>
/// <param name="Second">The plugin that chose it again.</param>
/// <param name="Given">What the second plugin's is called instead; null if it took the name over.</param>
internal sealed record PluginClash(string Kind, string Name, string First, string Second, string? Given)
{
    /// <summary>A sentence that names both plugins and says which one has the name.</summary>
    public override string ToString() =>
        $"The plugins {First} and {Second} both have the {Kind} '{Name}'. "
        + (Given is null ? $"That of {Second} is used." : $"That of {Second} is called '{Given}' here.");
}
