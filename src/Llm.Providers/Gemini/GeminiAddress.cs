using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>Where the Gemini API is, and how a request names its method and carries the key.</summary>
/// <param name="version">Returns the version of the interface, which is the first part of each path; called for each request.</param>
/// <param name="server">
/// The server; null for that of <c>GOOGLE_GEMINI_BASE_URL</c>, which the vendor's libraries read too, or Google's own.
/// </param>
internal sealed class GeminiAddress(Func<string> version, string? server = null)
{
    /// <summary>The name of the key in <c>keys.json</c>, as in llm-gemini.</summary>
    public const string KeyName = "gemini";

    /// <summary>
    /// The variables that may hold the key, the first that is set counts: llm-gemini's own, then those of the vendor's libraries in their
    /// order (@google/genai 3.3.0 warns if both are set, and takes GOOGLE_API_KEY).
    /// </summary>
    public static readonly string[] KeyVariables = ["LLM_GEMINI_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY"];

    /// <summary>The variable that holds the key; the first of them if none does.</summary>
    public static string KeyVariable => ApiKeys.VariableOf(KeyVariables)!;

    private string Server
    {
        get
        {
            var given = server ?? Environment.GetEnvironmentVariable("GOOGLE_GEMINI_BASE_URL");
            return string.IsNullOrEmpty(given) ? "https://generativelanguage.googleapis.com" : given.TrimEnd('/');
        }
    }

    /// <summary>The server and the name under which it knows a model, for traces.</summary>
    public ModelOrigin Origin(string name) =>
        new(name, "gcp.gemini", Uri.TryCreate(Server, UriKind.Absolute, out var url) ? url : null);

    /// <summary>Creates the request for a method of a model.</summary>
    /// <param name="name">The name of the model in paths.</param>
    /// <param name="method">The method, such as <c>generateContent</c>, with its query.</param>
    /// <param name="body">The body.</param>
    /// <param name="key">The key, which goes into a header, because an address may be shown; null to show a request without one.</param>
    /// <exception cref="LlmException">The address of the server is not valid.</exception>
    public ProviderRequest Request(string name, string method, JsonObject body, string? key)
    {
        var root = Server;
        var path = $"{root}/{version()}/models/{Uri.EscapeDataString(name)}:{method}";
        if (!Uri.TryCreate(path, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new LlmException(
                $"The address of the Gemini API in GOOGLE_GEMINI_BASE_URL is not valid: {root[(root.LastIndexOf('@') + 1)..]}. "
                + "It must begin with http:// or https://.");
        }

        return new ProviderRequest(url, body) { Headers = key is null ? [] : [KeyValuePair.Create("x-goog-api-key", key)] };
    }
}
