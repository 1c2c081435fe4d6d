using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;
using Llm.Yaml;

namespace Llm.Providers.Dify;

/// <summary>Where the servers of packages are that speak OpenAI's interface: <c>endpoints.yaml</c>.</summary>
internal static class PackageEndpoints
{
    private static readonly Lazy<JsonObject> Table = new(Read);

    /// <summary>Whether models of this type of a provider can be spoken to without the code of the package.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="type">The type.</param>
    /// <param name="address">The address that the user gave: with one, any server counts as compatible.</param>
    public static bool Knows(string provider, PackageModelType type, string? address) =>
        Table.Value[provider] is not JsonObject entry
            ? !string.IsNullOrEmpty(address)
            : entry["types"] is not JsonArray types || types.Any(name => name?.ToString() == PackageModelTypes.NameOf(type));

    /// <summary>The address before <c>/chat/completions</c> and the other paths; null if it is not known.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="type">The type of the model.</param>
    /// <param name="credentials">What the user gave.</param>
    public static string? BaseOf(string provider, PackageModelType type, IReadOnlyDictionary<string, string> credentials)
    {
        var entry = Table.Value[provider] as JsonObject ?? [];
        var address = credentials.GetValueOrDefault(PackageCredentials.Address)?.Trim();
        if (string.IsNullOrEmpty(address))
        {
            address = entry.Text(PackageModelTypes.NameOf(type))
                ?? (credentials.GetValueOrDefault("use_international_endpoint") == "true" ? entry.Text("international") : null)
                ?? entry.Text("base");
        }

        address = address?.TrimEnd('/');
        return address is not null && entry.Text("suffix") is { } suffix && !address.Contains(suffix, StringComparison.Ordinal)
            ? address + suffix
            : address;
    }

    private static JsonObject Read() => (JsonObject)YamlText.ParseResource(typeof(PackageEndpoints), "endpoints.yaml")!;
}
