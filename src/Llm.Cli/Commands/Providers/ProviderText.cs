using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>Describes a provider.</summary>
internal static class ProviderText
{
    public static string KeyState(ModelProvider provider) => provider switch
    {
        { Package: not null, IsConfigured: false } => "not set up",
        { Key: null } => "no key needed",
        { HasKey: true } => "key is set",
        _ => "no key",
    };

    public static JsonObject ToJson(ModelProvider provider) => new()
    {
        ["name"] = provider.Name,
        ["title"] = provider.Title,
        ["source"] = provider.Source,
        ["server"] = provider.Server,
        ["key"] = provider.Key,
        ["env"] = new JsonArray([.. provider.KeyVariables.Select(variable => JsonValue.Create(variable))]),
        ["has_key"] = provider.HasKey,
        ["fetched"] = provider.Fetched is { } fetched
            ? fetched.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : null,
        ["origin"] = provider.Origin,
    };

    /// <summary>The provider of this name; <c>dify:</c> before it means a package.</summary>
    /// <exception cref="LlmException">There is none.</exception>
    public static ModelProvider Find(LlmHost host, string name)
    {
        var package = name.StartsWith(PackageStore.Prefix, StringComparison.Ordinal) ? name[PackageStore.Prefix.Length..] : null;
        return host.Providers.FirstOrDefault(provider => package is null ? provider.Name == name : provider.Package?.Name == package)
            ?? throw new LlmException(
                $"There is no provider '{name}'. 'llm providers' lists all; docs/providers/README.md says how to add one.");
    }

    /// <summary>The package of this name, or the provider of it.</summary>
    /// <exception cref="LlmException">There is none, or the provider is not that of a package.</exception>
    public static ModelProvider FindPackage(LlmHost host, string name) =>
        Find(host, name) is { Package: not null } provider
            ? provider
            : throw new LlmException($"{name} is not a package that was added. Name packages with {PackageStore.Prefix} before the name.");
}
