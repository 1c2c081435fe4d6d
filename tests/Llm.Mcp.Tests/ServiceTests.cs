using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp.Tests;

/// <summary>A service of a program's own tools, over pipes.</summary>
public sealed class ServiceTests
{
    private static readonly Tool Guarded = Tool.FromMethod(() => "done", "guarded") with { RequiresApproval = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_tool_throws_is_a_result_whatever_it_is()
    {
        var service = new McpService("s", "1")
        {
            Tools = [Tool.FromMethod(
                string () => throw new InvalidOperationException("not now"), "fails"), new global::Llm.Tool("described", null, [])],
        };
        (await CallAsync(service, "fails")).ShouldBe((true, "not now"));
        (await CallAsync(service, "described")).ShouldBe((true, "The tool described has no implementation and cannot be run."));
    }

    [Fact]
    public async Task A_tool_that_needs_approval_is_refused_where_nobody_is_asked() =>
        (await CallAsync(new McpService("s", "1") { Tools = [Guarded] }, "guarded"))
            .ShouldBe((true, "Cancelled: each call of this tool needs approval, and nobody was asked"));

    [Fact]
    public async Task Whoever_is_asked_may_refuse_or_allow()
    {
        var isAllowed = false;
        var service = new McpService("s", "1")
        {
            Tools = [Guarded],
            Approve = (tool, call, _) => isAllowed ? Task.FromResult(true) : throw new CancelToolCallException($"not {tool.Name}"),
        };
        (await CallAsync(service, "guarded")).ShouldBe((true, "Cancelled: not guarded"));
        isAllowed = true;
        (await CallAsync(service, "guarded")).ShouldBe((false, "done"));
    }

    private static async Task<(bool IsError, string Text)> CallAsync(McpService service, string tool)
    {
        var (requests, answers) = (new Pipe(), new Pipe());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = service.RunAsync(requests.Reader.AsStream(), answers.Writer.AsStream(), stop.Token);
        await using (var client = await McpClient.CreateAsync(
            new StreamClientTransport(requests.Writer.AsStream(), answers.Reader.AsStream()), cancellationToken: Token))
        {
            var result = await client.CallToolAsync(tool, cancellationToken: Token);
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return (result.IsError == true, ((TextContentBlock)result.Content[0]).Text);
        }
    }
}
