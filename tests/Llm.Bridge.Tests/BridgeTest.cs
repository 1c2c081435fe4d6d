using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Responses;
using Llm.Testing;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatModel = Llm.Providers.OpenAI.Chat.ChatModel;

namespace Llm.Bridge.Tests;

/// <summary>A test with a fake server, and clients and models that talk to it.</summary>
public abstract class BridgeTest : IAsyncLifetime
{
    protected const string Key = "sk-secret-0123456789";

    protected static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly HttpClient Http = ProviderHttp.CreateClient();

    /// <summary>Two calls at once.</summary>
    protected static readonly FakeAnswer TwoCalls = new()
    {
        Pieces = ["Let ", "me ", "see."],
        ToolCalls =
        [
            new ToolCall("weather", new() { ["city"] = "Köln", ["days"] = 2 }, "call_1"),
            new ToolCall("weather", new() { ["city"] = "Oslo", ["days"] = null }, "call_2"),
        ],
    };

    protected FakeServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await FakeServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client of a vendor's package.</summary>
    protected IChatClient Client(string vendor) => vendor switch
    {
        "anthropic" =>
            new AnthropicClient { ApiKey = Key, BaseUrl = Server.BaseAddress[..^3], MaxRetries = 0 }.AsIChatClient("claude-fake"),
        "openai" => new ChatClient("gpt-fake", new ApiKeyCredential(Key), new OpenAIClientOptions
        {
            Endpoint = new Uri(Server.BaseAddress),
            RetryPolicy = new ClientRetryPolicy(0),
        }).AsIChatClient(),
        _ => throw new ArgumentException(vendor),
    };

    /// <summary>A model over a client of a vendor's package.</summary>
    protected Model ModelOf(string vendor) => Client(vendor).AsModel("bridged", new ChatClientModelSettings { Secret = Key });

    /// <summary>A client over one of our models, or over a vendor's client that became a model.</summary>
    protected IChatClient ClientOf(string kind) => kind switch
    {
        "chat" => new ChatModel(Settings, () => Http).AsChatClient(Key),
        "responses" => new ResponsesModel(Settings, () => Http).AsChatClient(Key),
        _ => ModelOf(kind).AsChatClient(),
    };

    private OpenAIModelSettings Settings => new()
    {
        Id = "own-fake",
        ApiBase = Server.BaseAddress,
        Vision = true,
        Reasoning = true,
        SupportsSchema = true,
        SupportsTools = true,
    };
}
