using Llm.Testing;

namespace Llm.Hosting.Tests.Toolboxes;

/// <summary>Commands run after somebody agreed, and only then.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly LlmHost host;

    public ShellTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the commands are those of a POSIX shell");
        host = LlmHost.Create(new() { Directory = user.Directory });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_that_nobody_approved_does_not_run()
    {
        var mark = Path.Combine(user.Path, "mark");
        var result = await RunAsync($"touch {mark}", new());
        result.Output.ShouldBe("Cancelled: each call of this tool needs approval, and nobody was asked");
        File.Exists(mark).ShouldBeFalse();
        result = await RunAsync($"touch {mark}", new() { Approve = (_, _, _) => throw new CancelToolCallException("no") });
        result.Output.ShouldBe("Cancelled: no");
        File.Exists(mark).ShouldBeFalse();
        await RunAsync($"touch {mark}", Approving);
        File.Exists(mark).ShouldBeTrue();
    }

    [Theory]
    [InlineData("printf 'a\\nb'", "a\nb")]
    [InlineData("echo out; echo err >&2; exit 3", "out\nerr\n\n(exit code 3)")]
    [InlineData("cat", "")]
    public async Task Output_and_exit_code_are_the_result(string command, string output) =>
        (await RunAsync(command, Approving)).Output.ShouldBe(output);

    [Fact]
    public async Task A_long_output_is_truncated()
    {
        var output = (await RunAsync("yes | head -c 3000000", Approving)).Output;
        output.Length.ShouldBeLessThan(101_000);
        output.ShouldEndWith("… (truncated)");
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended_with_its_children()
    {
        var mark = Path.Combine(user.Path, "mark");
        var result = await RunAsync($"(sleep 3; touch {mark}) & wait", Approving with { ToolTimeout = TimeSpan.FromMilliseconds(200) });
        result.Output.ShouldBe("Error: the tool did not end within 0.2 seconds");
        await Task.Delay(3300, Token);
        File.Exists(mark).ShouldBeFalse();
    }

    public void Dispose()
    {
        host?.Dispose();
        user.Dispose();
    }

    private static ChainOptions Approving => new() { Approve = (_, _, _) => Task.FromResult(true) };

    private async Task<ToolResult> RunAsync(string command, ChainOptions options)
    {
        await using var shell = await host.Tools.SelectAsync(["Shell"], null, Token);
        var rounds = new Queue<StreamEvent[]>(
        [
            [new ToolCallNameEvent("Shell_run"), new ToolCallArgumentsEvent($$"""{"command": {{System.Text.Json.JsonSerializer.Serialize(command)}}}""")],
            ["done"],
        ]);
        var model = new FakeModel((_, _, _) => rounds.Dequeue().ToAsyncEnumerable());
        await model.Chain("q", new() { Tools = shell.Tools }, options).GetTextAsync(Token);
        return model.Prompts[1].ToolResults[0];
    }
}
