using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands.OpenAI;

/// <summary>A test of <c>llm openai endpoint</c> against a fake server, in a user directory that has OpenAI's key.</summary>
public abstract class EndpointTest : IAsyncLifetime
{
    protected const string StoredKey = "sk-of-openai-0123456789";

    private protected CommandRunner Llm { get; private set; } = null!;

    protected FakeServer Server { get; private set; } = null!;

    protected string Url => Server.BaseAddress;

    public async ValueTask InitializeAsync()
    {
        Server = await FakeServer.StartAsync();
        Llm = NewRunner();
        Llm.User.Write("keys.json", $$"""{"openai": "{{StoredKey}}", "other": "sk-of-another"}""");
    }

    public async ValueTask DisposeAsync()
    {
        Llm.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual CommandRunner NewRunner() => new();

    /// <summary>Runs <c>llm openai endpoint</c> with the server's address and the model <c>m</c>.</summary>
    private protected Task<CommandResult> AskAsync(params string[] words) => PipeAsync("", words);

    /// <summary>The same with text in the pipe.</summary>
    private protected async Task<CommandResult> PipeAsync(string input, params string[] words)
    {
        var result = await Llm.PipeAsync(input, ["openai", "endpoint", Url, "-m", "m", .. words]);
        File.Exists(Llm.Directory.LogsDatabase).ShouldBeFalse();
        return result;
    }

    protected JsonObject Body => Server.Requests[^1].Json;

    protected static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
