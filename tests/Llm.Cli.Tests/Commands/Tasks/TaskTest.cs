using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands.Tasks;

/// <summary>A test of a command for a task against a fake server, which is the provider <c>own</c>.</summary>
public abstract class TaskTest : IAsyncLifetime
{
    private protected CommandRunner Llm { get; } = new() { LoadPlugins = null };

    protected FakeServer Server { get; private set; } = null!;

    protected JsonObject Body => Server.Requests[^1].Json;

    public async ValueTask InitializeAsync()
    {
        Server = await FakeServer.StartAsync();
        Llm.User.Write("providers.yaml", $"own: {{title: Own, base: '{Server.BaseAddress}', key: own, env: [LLM_TEST_OWN_KEY]}}\n");
        Llm.User.Write("keys.json", """{"own": "sk-own-0123456789", "other": "sk-other-0123456789"}""");
    }

    public async ValueTask DisposeAsync()
    {
        Llm.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Nothing that these commands do is logged.</summary>
    private protected void NothingIsLogged() => File.Exists(Llm.Directory.LogsDatabase).ShouldBeFalse();
}
