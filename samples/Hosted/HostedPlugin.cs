using Llm;
using Llm.Providers.Http;

namespace Hosted;

/// <summary>Adds a model of a service that speaks Anthropic's Messages.</summary>
public sealed class HostedPlugin : IPlugin
{
    // Registering must be quick: the client is created with the first request.
    private readonly Lazy<HttpClient> http = new(() => ProviderHttp.CreateClient());

    public string Name => "hosted";

    public void RegisterModels(ModelRegistry models)
    {
        var server = new Uri(Environment.GetEnvironmentVariable("HOSTED_BASE_URL") ?? "https://hosted.example/v1/");
        models.Add(new HostedModel("hosted-large", "large-latest", server, () => http.Value), "hosted");
    }
}
