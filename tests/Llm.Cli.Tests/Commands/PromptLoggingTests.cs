using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptLoggingTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false, "--no-log")]
    [InlineData(true, false, "-n")]
    [InlineData(false, false)]
    [InlineData(false, true, "--log")]
    public async Task Logging_follows_the_switch_and_the_options(bool on, bool isLogged, params string[] options)
    {
        if (!on) await llm.RunAsync("logs", "off");
        (await llm.RunAsync(["hi", .. options])).ShouldBe(CommandResult.Success("Hello world\n"));
        (await CountAsync()).ShouldBe(isLogged ? 1 : 0);
    }

    [Fact]
    public async Task To_log_and_not_to_log_exclude_each_other() =>
        (await llm.RunAsync("hi", "--log", "-n")).ShouldBe(CommandResult.Failure("--log and --no-log are mutually exclusive"));

    [Fact]
    public async Task Another_database_can_be_used()
    {
        var path = Path.Combine(llm.User.Path, "deep", "other.db");
        (await llm.RunAsync("hi", "-d", path)).ShouldBe(CommandResult.Success("Hello world\n"));
        (await CountAsync("-d", path)).ShouldBe(1);
        File.Exists(llm.Directory.LogsDatabase).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unusable_database_is_found_before_the_model_is_asked()
    {
        var path = llm.User.Write("logs.db", "this is no database, however long it is made to be");
        var result = await llm.RunAsync("hi");
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBe("");
        result.Error.ShouldStartWith("Error: ");
        result.Error.ShouldContain(path);
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => llm.Dispose();

    private async Task<int> CountAsync(params string[] options) =>
        JsonNode.Parse((await llm.RunAsync(["logs", "--json", .. options])).Output)!.AsArray().Count;
}
