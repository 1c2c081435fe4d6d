using System.Diagnostics;

namespace Llm.Cli.Tests.Commands;

/// <summary>Keys that the command of a password manager prints.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private const string Secret = "sk-from-the-manager-1";

    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task A_command_is_listed_without_being_run_and_run_when_the_key_is_needed()
    {
        var trace = Path.Combine(llm.Directory.Path, "ran");
        await SetAsync($"sh -c \"echo x >> '{trace}'; echo {Secret}\"");
        await llm.RunAsync("keys", "set", "zebra", "--value", "z");
        (await llm.RunAsync("keys")).ShouldBe(CommandResult.Success("zebra\nmanaged\n"));
        (await llm.RunAsync("keys", "list", "--store", "command")).ShouldBe(CommandResult.Success("managed\n"));
        (await llm.RunAsync("keys", "list", "--store", "file")).ShouldBe(CommandResult.Success("zebra\n"));
        (await llm.RunAsync("doctor")).Output.ShouldNotContain(Secret);
        File.Exists(trace).ShouldBeFalse();

        (await llm.RunAsync("keys", "get", "managed")).ShouldBe(CommandResult.Success(Secret + "\n"));
        File.ReadAllText(trace).ShouldBe("x\n");
        File.ReadAllText(llm.Directory.KeysFile).ShouldNotContain("managed");
        File.ReadAllText(llm.Directory.KeySourcesFile).ShouldNotContain($"\"{Secret}");

        (await llm.RunAsync("keys", "remove", "managed")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("keys")).ShouldBe(CommandResult.Success("zebra\n"));
    }

    [Fact]
    public async Task A_key_with_a_command_counts_as_set_in_lists_of_models()
    {
        using var host = LlmHost.Create(new LlmHostOptions { Directory = llm.Directory });
        bool IsListed() => host.ListedModels.Models.Any(model => model.Model.Id.Contains("claude", StringComparison.Ordinal));
        IsListed().ShouldBeFalse();
        await llm.RunAsync("keys", "set", "anthropic", "--command", "false");
        await llm.RunAsync("keys", "set", "openai", "--command", "false");
        IsListed().ShouldBeTrue();
        (await llm.RunAsync("doctor")).Output.ShouldContain("key openai  from a command");
    }

    [Fact]
    public async Task The_key_is_that_of_keys_json_then_of_the_command_then_of_the_variable()
    {
        await SetAsync($"echo {Secret}");
        using var host = LlmHost.Create(new LlmHostOptions { Directory = llm.Directory });
        host.Services.Keys!.Find("managed").ShouldBe(Secret);
        (await llm.RunAsync("keys", "set", "managed", "--value", "in-the-file")).ExitCode.ShouldBe(0);
        host.Services.Keys.Find("managed").ShouldBe("in-the-file");
        (await SetAsync("echo x")).Error.ShouldBe(
            "Warning: keys.json has a key 'managed' too, which is used first: llm keys remove managed --store file\n");
    }

    [Theory]
    [InlineData("sh -c 'echo a-secret; echo why >&2; exit 3'", "(sh) failed with exit code 3: why")]
    [InlineData("sh -c 'echo a-secret; echo a-secret >&2; exit 3'", "(sh) failed with exit code 3: [...]")]
    [InlineData("false", "(false) failed with exit code 1. Run it yourself to see why.")]
    [InlineData("sh -c 'echo a-secret; echo user: me'", "(sh) printed more than one line. It must print the key alone")]
    [InlineData("true", "(true) printed nothing.")]
    [InlineData("no-such-program-here a-secret", "(no-such-program-here) cannot be started")]
    public async Task A_command_without_one_key_is_a_clear_error(string command, string message)
    {
        await SetAsync(command);
        var result = await llm.RunAsync("keys", "get", "managed");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("Error: The command for the key 'managed' " + message);
        result.Error.ShouldNotContain("a-secret");
    }

    [Fact]
    public void A_command_that_hangs_is_ended_with_its_children()
    {
        var time = Stopwatch.StartNew();
        Should.Throw<LlmException>(() => KeyCommand.Parse("k", "sh -c 'sleep 60 & wait'").Run(TimeSpan.FromSeconds(0.5)))
            .Message.ShouldStartWith("The command for the key 'k' (sh) did not end within 0.5 seconds.");
        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    /// <summary>No shell reads the command.</summary>
    [Theory]
    [InlineData("echo  a\tb", "a b")]
    [InlineData("echo 'a  b' \"c 'd' \\\" \\\\ \\x\" e\\ f ''g", "a  b c 'd' \" \\ \\x e f g")]
    [InlineData("echo $HOME `id` $(id) ; id | id > /tmp/x & * ~ # a", "$HOME `id` $(id) ; id | id > /tmp/x & * ~ # a")]
    public void Only_blanks_quotes_and_backslashes_have_a_meaning(string command, string output) =>
        KeyCommand.Parse("k", command).Run(TimeSpan.FromSeconds(30)).ShouldBe(output);

    [Theory]
    [InlineData("echo 'a", "The command for the key 'managed' has a quote that is not closed.")]
    [InlineData("  ", "The command for the key 'managed' is empty.")]
    public async Task A_command_that_cannot_be_read_is_not_stored(string command, string message)
    {
        (await SetAsync(command)).ShouldBe(CommandResult.Failure(message));
        File.Exists(llm.Directory.KeySourcesFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_is_not_taken_for_a_command()
    {
        (await llm.RunAsync("keys", "set", "managed", "--store", "command", "--value", Secret)).Error.ShouldContain("--command");
        (await llm.RunAsync("keys", "set", "managed", "--command", "x", "--value", Secret)).ExitCode.ShouldBe(2);
        File.Exists(llm.Directory.KeySourcesFile).ShouldBeFalse();
    }

    private Task<CommandResult> SetAsync(string command) => llm.RunAsync("keys", "set", "managed", "--command", command);
}
