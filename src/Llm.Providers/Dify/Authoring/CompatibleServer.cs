using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;
using Llm.Providers.OpenAI;

namespace Llm.Providers.Dify;

/// <summary>The server of a call by the credentials that Dify's base classes for OpenAI's interface read.</summary>
internal static class CompatibleServer
{
    /// <summary>The variable of the key, as those base classes have it.</summary>
    private const string Key = "api_key";

    /// <summary>The key; null if there is none, so that no header is sent.</summary>
    public static string? KeyOf(IReadOnlyDictionary<string, string> credentials) => credentials.GetValueOrDefault(Key);

    /// <summary>The credentials of a call, completed by the author.</summary>
    public static Dictionary<string, string> CredentialsOf(ModelCall call, Action<IDictionary<string, string>> complete)
    {
        var credentials = new Dictionary<string, string>(call.Credentials);
        complete(credentials);
        return credentials;
    }

    /// <summary>The server.</summary>
    /// <param name="call">The call.</param>
    /// <param name="credentials">Its credentials, completed by the author.</param>
    /// <exception cref="LlmException">There is no address, or the headers are not an object of JSON.</exception>
    public static OpenAIModelSettings Of(ModelCall call, IReadOnlyDictionary<string, string> credentials)
    {
        var address = credentials.GetValueOrDefault(PackageCredentials.Address)?.Trim().TrimEnd('/');
        if (string.IsNullOrEmpty(address))
            throw new InvokeBadRequestException($"the address of the server is not known: {PackageCredentials.Address} is not set");
        var description = call.Description;
        return new OpenAIModelSettings
        {
            Id = call.Model,
            Name = credentials.GetValueOrDefault("endpoint_model_name") is { Length: > 0 } name ? name : call.Model,
            ApiBase = address,
            NeedsKey = null,
            Headers = HeadersIn(credentials.GetValueOrDefault("extra_headers")),
            Vision = description.Has("vision"),
            Audio = description.Has("audio"),
            SupportsSchema = description.Has("structured-output"),
            SupportsTools = description.Has("tool-call") || description.Has("multi-tool-call"),
        };
    }

    private static List<KeyValuePair<string, string>> HeadersIn(string? text)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (string.IsNullOrWhiteSpace(text)) return headers;
        var named = JsonText.ParseOrNull(text) as JsonObject
            ?? throw new InvokeBadRequestException("extra_headers is not an object of JSON");
        foreach (var (name, value) in named) headers.Add(KeyValuePair.Create(name, value?.ToString() ?? ""));
        return headers;
    }
}
