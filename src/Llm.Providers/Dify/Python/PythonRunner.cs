using System.Collections.Concurrent;
using System.Text.Json;
using Llm.Packages;

namespace Llm.Providers.Dify.Python;

/// <summary>
/// Runs models whose interface only the Python code of their package speaks: in a process for each package. One that is not prepared fails
/// when it is used, with an error that says what to do.
/// </summary>
/// <param name="http">Returns the client with which attachments are fetched.</param>
/// <param name="limits">What the processes may use.</param>
/// <remarks>Disposing it ends the processes, and so does the end of the program.</remarks>
internal sealed class PythonRunner(Func<HttpClient> http, PackageLimits limits) : IPackageRunner, IDisposable
{
    private readonly ConcurrentDictionary<string, PythonPackage> packages = new(StringComparer.Ordinal);
    private int isWatchingExit;

    /// <summary>Returns the client with which attachments are fetched.</summary>
    public Func<HttpClient> Http => http;

    public Model CreateLanguageModel(PackageModelUse model) => new PythonLanguageModel(this, model);

    public EmbeddingModel CreateEmbeddingModel(PackageModelUse model) => new PythonEmbeddingModel(this, model);

    public RerankModel CreateRerankModel(PackageModelUse model) => new PythonRerankModel(this, model);

    public ModerationModel CreateModerationModel(PackageModelUse model) => new PythonModerationModel(this, model);

    public TranscriptionModel CreateTranscriptionModel(PackageModelUse model) => new PythonTranscriptionModel(this, model);

    public SpeechModel CreateSpeechModel(PackageModelUse model) => new PythonSpeechModel(this, model);

    /// <summary>The code of a package.</summary>
    public PythonPackage CodeOf(AddedPackage package)
    {
        if (Interlocked.Exchange(ref isWatchingExit, 1) == 0) AppDomain.CurrentDomain.ProcessExit += EndAll;
        return packages.GetOrAdd(package.Name, _ => new PythonPackage(() => PackageProgram.Of(package), limits));
    }

    /// <summary>Sends a request of a model whose answer has one piece.</summary>
    /// <param name="action">The name of the action.</param>
    /// <param name="use">The model.</param>
    /// <param name="services">Stored keys, and how long to wait.</param>
    /// <param name="key">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <param name="arguments">The arguments of the action.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LlmException">As that of <see cref="PythonPackage.AskAsync"/>; or a credential is missing.</exception>
    public Task<JsonElement> AskAsync(
        string action, PackageModelUse use, ModelServices services, string? key,
        KeyValuePair<string, System.Text.Json.Nodes.JsonNode?>[] arguments, CancellationToken cancellationToken)
    {
        var credentials = use.CredentialsWith(use.ResolveKey(services, key));
        return CodeOf(use.Package).AskAsync(
            PackageRequest.Of(action, use, credentials, arguments), services.Limits.Value, cancellationToken);
    }

    /// <summary>Lets the code check credentials: those of the provider, or those of a model that a user added.</summary>
    /// <param name="scope">Whose credentials they are.</param>
    /// <param name="credentials">The credentials.</param>
    /// <param name="services">How long to wait.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="LlmException">The package is not prepared, or the code refuses them.</exception>
    public async Task CheckAsync(
        CredentialScope scope, IReadOnlyDictionary<string, string> credentials, ModelServices services, CancellationToken cancellationToken)
    {
        var action = scope.AddedModel is null ? "validate_provider_credentials" : "validate_model_credentials";
        var request = PackageRequest.Of(action, scope, credentials);
        if (scope.AddedModel is not null)
        {
            request.Data["model_type"] = PackageModelTypes.NameOf(scope.Type);
            request.Data["model"] = scope.AddedModel;
        }

        var answer = await CodeOf(scope.Package).AskAsync(request, services.Limits.Value, cancellationToken);
        if (answer.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.True) return;
        throw new ProviderException($"{scope.Package.Title} does not take what you gave. Run: llm providers configure {scope.Package.Name}")
        {
            Kind = ProviderErrorKind.Authentication,
        };
    }

    /// <summary>The error for an answer that is not of the form that the SDK gives it.</summary>
    public static LlmException NoAnswer(PackageModelUse use, JsonElement answer)
    {
        var text = answer.ValueKind == JsonValueKind.Undefined ? "nothing" : answer.GetRawText();
        return new ProviderException(
            $"The Python code of {use.Package.Title} sent something that is not an answer: {(text.Length > 200 ? text[..200] : text)}");
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndAll;
        EndAll(null, EventArgs.Empty);
    }

    private void EndAll(object? sender, EventArgs e)
    {
        foreach (var package in packages.Values) package.Dispose();
    }
}
