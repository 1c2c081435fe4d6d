namespace Llm;

/// <summary>When a plugin has to be asked again what it registers, although the plugin itself has not changed.</summary>
/// <remarks>
/// What a plugin registers is kept from one run to the next, and listings show that. <c>llm models</c>, <c>llm embed-models</c>,
/// <c>llm tools</c> and a prompt to an unknown model let the plugin register again if a file of <see cref="Files"/> has another size or
/// time than before, or if <see cref="MaximumAge"/> has passed. If it throws then, the former list stays and the user is warned.
/// </remarks>
public sealed record RegistrationRefresh
{
    /// <summary>The full paths of the files that the lists depend on; a file that does not exist yet counts too.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How long the lists are valid, for example those of a server; null for any time.</summary>
    public TimeSpan? MaximumAge { get; init; }
}
