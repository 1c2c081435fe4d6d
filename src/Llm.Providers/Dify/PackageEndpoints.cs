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
    /// <param name="address">
    /// The address that the user gave: with one, any server counts as compatible, unless the package asks for that of another interface.
    /// </param>
    public static bool Knows(string provider, PackageModelType type, string? address)
    {
        var entry = Table.Value[provider] as JsonObject;
        if (!string.IsNullOrEmpty(address) && entry?.Flag("own") != true) return true;
        if (entry is null || entry.Flag("own")) return false;
        if (entry["types"] is not JsonArray types) return true;
        foreach (var name in types)
            if (name?.ToString() == PackageModelTypes.NameOf(type))
                return true;
        return false;
    }

    /// <summary>The address before <c>/chat/completions</c> and the other paths; null if it is not known.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="type">The type of the model.</param>
    /// <param name="credentials">What the user gave.</param>
    public static string? BaseOf(string provider, PackageModelType type, IReadOnlyDictionary<string, string> credentials)
    {
        var entry = Table.Value[provider] as JsonObject ?? [];
        var address = credentials.GetValueOrDefault(PackageCredentials.Address)?.Trim();
        foreach (var variable in entry["address"] as JsonArray ?? [])
        {
            // A choice that stands for an address in another field is not an address.
            if (string.IsNullOrEmpty(address) && credentials.GetValueOrDefault(variable!.ToString())?.Trim() is { } given
                && given.Contains("://", StringComparison.Ordinal))
            {
                address = given;
            }
        }

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

    /// <summary>Members of a request for vectors that distinguish what is searched with from what is searched in; null for none.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The server's name of the model.</param>
    /// <param name="isQuery">Whether the text is searched with, and not searched in.</param>
    public static JsonObject? EmbeddingMembers(string provider, string model, bool isQuery) =>
        ((Table.Value[provider] as JsonObject)?["embeddings"] as JsonObject)?[model]?[isQuery ? "query" : "document"] as JsonObject;

    private static JsonObject Read() => (JsonObject)YamlText.ParseResource(typeof(PackageEndpoints), "endpoints.yaml")!;
}
