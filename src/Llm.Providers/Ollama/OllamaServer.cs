using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Ollama;

/// <summary>Receives the state of a download.</summary>
/// <param name="status">What the server does, in its own words, such as <c>pulling 8eeb52dfb3bb</c>.</param>
/// <param name="completed">The bytes of the current file that are there.</param>
/// <param name="total">The bytes of the current file; 0 if the server names none.</param>
public delegate void OllamaProgress(string status, long completed, long total);

/// <summary>The Ollama server that <c>OLLAMA_HOST</c> names, or the one on this machine: its models, and getting more of them.</summary>
/// <remarks>Thread-safe. Errors have the server's own words.</remarks>
public sealed class OllamaServer
{
    private readonly OllamaAddress address;
    private readonly Func<HttpClient> http;
    private readonly ModelServices services;

    internal OllamaServer(OllamaAddress address, Func<HttpClient> http, ModelServices services, string cache)
    {
        this.address = address;
        this.http = http;
        this.services = services;
        Models = new OllamaModelList(cache, address, http);
    }

    /// <summary>The variables that may hold a key for the server.</summary>
    public static IReadOnlyList<string> KeyVariables { get; } = [OllamaAddress.KeyVariable];

    /// <summary>The address; null if <c>OLLAMA_HOST</c> is not one.</summary>
    public Uri? Address => address.Origin("").Server;

    /// <summary>When the server last answered with its models; null if it never did.</summary>
    public DateTimeOffset? Listed => Models.Date;

    internal OllamaModelList Models { get; }

    /// <summary>Asks the server for its models.</summary>
    /// <returns>Each with <c>name</c> and <c>digest</c>, and with <c>capabilities</c> if the server says what the model can do.</returns>
    /// <exception cref="LlmException">The server cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(CancellationToken cancellationToken)
    {
        await Models.AskAsync(services, services.Clock.GetUtcNow(), cancellationToken);
        return Models.Entries;
    }

    /// <summary>Downloads a model, or what is new of it.</summary>
    /// <param name="name">The name, such as <c>llama3.2</c> or <c>qwen3:8b</c>.</param>
    /// <param name="report">Receives the state, several times a second while a file is downloaded.</param>
    /// <param name="cancellationToken">Stops the download; the server keeps what it has, and continues with that the next time.</param>
    /// <exception cref="LlmException">The server cannot be reached, does not know the model, or fails.</exception>
    public async Task PullAsync(string name, OllamaProgress report, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(report);
        var request = address.Request("/api/pull", new JsonObject { ["model"] = name, ["stream"] = true }) with
        {
            Stream = StreamFormat.JsonLines,
        };
        var isDone = false;
        try
        {
            await using var stream = await new ProviderClient(http, services).StreamAsync(request, cancellationToken);
            while (await stream.ReadAsync(cancellationToken))
            {
                var line = ProviderErrors.ParseElement(stream.Data);
                ProviderErrors.ThrowIfError(line);
                var status = line.Text("status") ?? "";
                isDone |= status == "success";
                report(status, Bytes(line, "completed"), Bytes(line, "total"));
            }
        }
        catch (LlmException ex) when (ProviderErrors.WithoutSecrets(ex, request, null) is { } clean)
        {
            throw clean;
        }

        if (!isDone) throw ProviderErrors.Incomplete();
    }

    private static long Bytes(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var bytes) ? bytes : 0;
}
