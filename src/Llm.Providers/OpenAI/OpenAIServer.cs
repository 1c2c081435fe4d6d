using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Responses;
using Llm.Providers.OpenAI.Tasks;
using Llm.Providers.Rerank;

namespace Llm.Providers.OpenAI;

/// <summary>OpenAI's server, or a compatible one by its address: its list of models, and models that no file describes.</summary>
/// <remarks>
/// Thread-safe. Only OpenAI's own server receives the user's OpenAI key without being asked to; any other one receives a key only if the
/// caller gives one, and else the placeholder that the Python tool sends too.
/// </remarks>
public sealed class OpenAIServer
{
    private const string KeyName = "openai";
    private const string KeyVariable = "OPENAI_API_KEY";

    private readonly string? address;
    private readonly IReadOnlyList<KeyValuePair<string, string>> headers;
    private readonly Func<HttpClient> http;
    private readonly ModelServices services;

    /// <summary>Describes a server; nothing is sent yet.</summary>
    /// <param name="address">The part before <c>/chat/completions</c>; null for <c>OPENAI_BASE_URL</c> or OpenAI's own.</param>
    /// <param name="headers">Headers of each request; one of them replaces a header of the same name.</param>
    /// <param name="http">Returns the client for requests.</param>
    /// <param name="services">The keys, limits and clock of the host.</param>
    public OpenAIServer(
        string? address, IReadOnlyList<KeyValuePair<string, string>> headers, Func<HttpClient> http, ModelServices services) =>
        (this.address, this.headers, this.http, this.services) = (address, headers, http, services);

    /// <summary>Creates a model of the server, which is assumed to support images, audio, schemas, tools and reasoning.</summary>
    /// <param name="name">The name by which the server knows the model.</param>
    /// <param name="useResponses">Whether to use the Responses interface in place of Chat Completions.</param>
    /// <param name="sendKey">Whether prompts have a key to send; if they have none, OpenAI's stored key is sent.</param>
    public Model CreateModel(string name, bool useResponses = false, bool sendKey = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        var settings = Settings(name, sendKey) with
        {
            Vision = true,
            Audio = !useResponses,
            Reasoning = true,
            ReasoningSummary = !useResponses,
            Verbosity = true,
            OriginalImageDetail = true,
            SupportsSchema = true,
            SupportsTools = true,
        };
        return useResponses
            ? new ResponsesModel(settings, http) { Services = services }
            : new ChatModel(settings, http) { Services = services };
    }

    /// <summary>Creates a model of the interface <c>/rerank</c>, as servers for open models, Cohere and Jina have it.</summary>
    /// <inheritdoc cref="CreateModerationModel" path="/param"/>
    public RerankModel CreateRerankModel(string name, bool sendKey = false) =>
        new RerankServerModel(Settings(name, sendKey), members: null, http) { Services = services };

    /// <summary>Creates a model of the interface <c>/moderations</c>.</summary>
    /// <param name="name">The name by which the server knows the model.</param>
    /// <param name="sendKey">Whether calls have a key to send; if they have none, OpenAI's stored key is sent.</param>
    public ModerationModel CreateModerationModel(string name, bool sendKey = false) =>
        new OpenAIModerationModel(Settings(name, sendKey), new ModerationSettings(), http) { Services = services };

    /// <summary>
    /// Creates a model of the interface <c>/audio/transcriptions</c>, which is assumed to have the format <c>verbose_json</c>.
    /// </summary>
    /// <inheritdoc cref="CreateModerationModel" path="/param"/>
    public TranscriptionModel CreateTranscriptionModel(string name, bool sendKey = false) =>
        new OpenAITranscriptionModel(Settings(name, sendKey), new TranscriptionSettings(), http) { Services = services };

    /// <summary>Creates a model of the interface <c>/audio/speech</c>, whose voices and formats are not known.</summary>
    /// <inheritdoc cref="CreateModerationModel" path="/param"/>
    public SpeechModel CreateSpeechModel(string name, bool sendKey = false) =>
        new OpenAISpeechModel(Settings(name, sendKey), new SpeechSettings(), http) { Services = services };

    /// <summary>Asks the server for its models, in its own order.</summary>
    /// <param name="key">A key, or the name of a stored one; null for none, or for the usual one of OpenAI's own server.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The server's description of each model; <c>id</c> is its name.</returns>
    /// <exception cref="LlmException">There is no key, or the server cannot be reached, refuses or has no such list.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListModelsAsync(string? key = null, CancellationToken cancellationToken = default)
    {
        var settings = Settings("models", !string.IsNullOrEmpty(key));
        var resolved = settings.NeedsKey is null ? null : ApiKeys.Resolve(services.Keys, key, KeyName, KeyVariable);
        var request = settings.Request("models", body: null, resolved, stream: false);
        var answer = await new ProviderClient(http, services).AskAsync(request, resolved, cancellationToken);
        return ListIn(answer).ToNode() switch
        {
            JsonArray models => [.. models.OfType<JsonObject>()],
            null => [],
            _ => throw ProviderErrors.NoAnswer(answer),
        };
    }

    /// <summary>The list in a server's answer; Together's answer is the array itself.</summary>
    internal static JsonElement ListIn(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("data", out var data) ? data : answer;

    private OpenAIModelSettings Settings(string name, bool sendKey) => new()
    {
        Id = name,
        Name = name,
        ApiBase = address,
        Headers = headers,
        NeedsKey = address is null || sendKey ? KeyName : null,
    };
}
