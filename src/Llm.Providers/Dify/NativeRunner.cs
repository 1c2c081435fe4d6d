using Llm.Packages;
using Llm.Providers.OpenAI;

namespace Llm.Providers.Dify;

/// <summary>Runs models whose servers have OpenAI's interface; the code of their packages is not needed.</summary>
/// <param name="http">Returns the client for requests.</param>
internal sealed class NativeRunner(Func<HttpClient> http) : IPackageRunner
{
    /// <summary>Returns the client for requests.</summary>
    public Func<HttpClient> Http => http;

    /// <summary>Whether it can run this model; no server is asked.</summary>
    public static bool Runs(PackageModelUse model) => PackageEndpoints.Knows(model.Package.Name, model.Entry.Type, model.Address);

    public Model CreateLanguageModel(PackageModelUse model) => new PackageLanguageModel(this, model);

    public EmbeddingModel CreateEmbeddingModel(PackageModelUse model) => new PackageEmbeddingModel(this, model);

    public RerankModel CreateRerankModel(PackageModelUse model) => new PackageRerankModel(this, model);

    public ModerationModel CreateModerationModel(PackageModelUse model) => new PackageModerationModel(this, model);

    public TranscriptionModel CreateTranscriptionModel(PackageModelUse model) => new PackageTranscriptionModel(this, model);

    public SpeechModel CreateSpeechModel(PackageModelUse model) => new PackageSpeechModel(this, model);

    /// <summary>The server of a model, with the name that it has there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="credentials">What the user gave.</param>
    /// <exception cref="LlmException">The server's interface or address is not known.</exception>
    public static OpenAIModelSettings ServerOf(PackageModelUse model, Dictionary<string, string> credentials)
    {
        var (package, entry) = (model.Package, model.Entry);
        if (!PackageEndpoints.Knows(package.Name, entry.Type, credentials.GetValueOrDefault(PackageCredentials.Address)))
        {
            throw new LlmException(
                $"{package.Title} has an interface of its own, which only the Python code of its package speaks. If there is a server with "
                + $"OpenAI's interface for {entry.Name}, name it: llm providers configure {package.Name} --set endpoint_url https://…");
        }

        return new OpenAIModelSettings
        {
            Id = model.Id,
            Name = credentials.GetValueOrDefault("endpoint_model_name") ?? entry.Name,
            ApiBase = PackageEndpoints.BaseOf(package.Name, entry.Type, credentials) ?? throw new LlmException(
                $"The address of {package.Title} is not known. Run: llm providers configure {package.Name} --set endpoint_url URL"),
            NeedsKey = null,
        };
    }
}
