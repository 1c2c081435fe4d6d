using Llm.Testing;

namespace Llm.Hosting.Tests;

/// <summary>A fake server, and a user directory whose models are asked there. Names are fresh, so that tests at once do not mix.</summary>
internal sealed class ServedDirectory : IAsyncDisposable
{
    private readonly TemporaryUserDirectory user = new();

    private ServedDirectory(FakeServer server)
    {
        Server = server;
        user.Write("extra-openai-models.yaml", $"""
            - model_id: chat
              model_name: {WireName}
              aliases: [c]
              api_base: {server.BaseAddress}
              supports_tools: true
              supports_schema: true
            - model_id: keyed
              model_name: {WireName}
              api_base: {server.BaseAddress}
              api_key_name: mine
            - model_id: responses
              model_name: {WireName}
              api_base: {server.BaseAddress}
              responses: true
            - model_id: completion
              model_name: {WireName}
              api_base: {server.BaseAddress}
              completion: true
            """);
    }

    public FakeServer Server { get; }

    public UserDirectory User => user.Directory;

    /// <summary>The name that the server knows the models by.</summary>
    public string WireName { get; } = $"fake-{Guid.NewGuid():N}";

    public static async Task<ServedDirectory> StartAsync() => new(await FakeServer.StartAsync());

    public LlmHost CreateHost(bool? captureContent = null, bool telemetry = true, params IReadOnlyList<IModelObserver> observers) =>
        LlmHost.Create(
            new LlmHostOptions { Directory = User, CaptureContent = captureContent, Telemetry = telemetry, Observers = observers });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        user.Dispose();
    }
}
