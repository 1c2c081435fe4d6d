using System.Globalization;
using System.Text.Json.Nodes;

namespace Llm.Cli.Commands.Providers;

/// <summary>Describes a provider.</summary>
internal static class ProviderText
{
    public static string KeyState(ModelProvider provider) => provider switch
    {
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

    /// <summary>The provider of this name.</summary>
    /// <exception cref="LlmException">There is none.</exception>
    public static ModelProvider Find(LlmHost host, string name) =>
        host.Providers.FirstOrDefault(provider => provider.Name == name)
        ?? throw new LlmException(
            $"There is no provider '{name}'. 'llm providers' lists all; docs/providers/compatible.md says how to add one.");
}
