using Llm.Packages;
using Llm.Providers.OpenAICompatible;

namespace Llm;

/// <summary>A provider of models.</summary>
/// <param name="Name">The name, with which the ids of its models begin unless they are OpenAI's.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Source">
/// Where its description comes from: <c>built-in</c> for one with an interface of its own, <c>preset</c> for a compatible server,
/// <c>user</c> for an entry of the user's <c>providers.yaml</c>.
/// </param>
public sealed record ModelProvider(string Name, string Title, string Source)
{
    /// <summary>The source of a provider with an interface of its own.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>The source of a package of models.</summary>
    public const string OfPackage = "package";

    /// <summary>
    /// The address of the interface; null if a variable has to say it and is not set, or a package does not say it.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>The name of the stored key; null if no key is needed.</summary>
    public string? Key { get; init; }

    /// <summary>The environment variables that may hold the key, in the order in which they are looked at.</summary>
    public IReadOnlyList<string> KeyVariables { get; init; } = [];

    /// <summary>Whether the key is stored or in the environment, or none is needed.</summary>
    public bool HasKey { get; init; }

    /// <summary>Whether a package was set up by its user; true for any other provider.</summary>
    public bool IsConfigured { get; init; } = true;

    /// <summary>When the list of its models was fetched; null if it was not, or if they are built in.</summary>
    public DateTimeOffset? Fetched { get; init; }

    /// <summary>Where a preset was taken from, with the day.</summary>
    public string? Origin { get; init; }

    /// <summary>The preset; null for a provider with an interface of its own.</summary>
    internal ProviderPreset? Preset { get; init; }

    /// <summary>The package; null for any other provider.</summary>
    public AddedPackage? Package { get; init; }
}
