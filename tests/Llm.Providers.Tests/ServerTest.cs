using System.Text.Json.Nodes;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;
using Llm.Providers.OpenAI.Responses;
using Llm.Testing;

namespace Llm.Providers.Tests;

/// <summary>A test with a fake server and models that talk to it.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    protected const string Key = "sk-secret-0123456789";

    private static readonly HttpClient Client = ProviderHttp.CreateClient();

    protected FakeServer Server { get; private set; } = null!;

    protected InstantClock Clock { get; } = new();

    protected static Func<HttpClient> Http => () => Client;

    public async ValueTask InitializeAsync() => Server = await FakeServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected OpenAIModelSettings Settings => new()
    {
        Id = "test-model",
        ApiBase = Server.BaseAddress,
        Vision = true,
        Audio = true,
        SupportsSchema = true,
        SupportsTools = true,
        ServiceTier = true,
        Reasoning = true,
        Verbosity = true,
    };

    protected ChatModel Chat(OpenAIModelSettings? settings = null, ModelServices? services = null) =>
        new(settings ?? Settings, Http) { Services = services ?? NewServices() };

    protected ResponsesModel Responses(OpenAIModelSettings? settings = null) =>
        new(settings ?? Settings, Http) { Services = NewServices() };

    protected CompletionModel Completion(OpenAIModelSettings? settings = null) =>
        new(settings ?? new OpenAIModelSettings { Id = "test-model", ApiBase = Server.BaseAddress }, Http) { Services = NewServices() };

    protected OpenAIModel Model(string api) => api switch
    {
        "chat" => Chat(),
        "responses" => Responses(),
        _ => Completion(),
    };

    protected ModelServices NewServices(IKeySource? keys = null) => new() { Clock = Clock, Keys = keys };

    /// <summary>Asks, and returns the body that the server got.</summary>
    protected async Task<JsonObject> BodyAsync(Model model, string? text, PromptOptions? options = null)
    {
        await model.PromptAsync(text, options ?? new PromptOptions { Key = Key });
        return Server.Requests[^1].Json;
    }
}
