namespace Llm.Cli.Tests.Commands;

public sealed class KeysTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task Without_keys_the_list_says_so_and_get_fails()
    {
        (await llm.RunAsync("keys")).ShouldBe(CommandResult.Success("No keys found\n"));
        (await llm.RunAsync("keys", "list")).ShouldBe(CommandResult.Success("No keys found\n"));
        (await llm.RunAsync("keys", "get", "openai")).ShouldBe(CommandResult.Failure("No keys found"));
    }

    [Fact]
    public async Task A_key_that_was_set_is_listed_and_returned()
    {
        (await llm.RunAsync("keys", "set", "zebra", "--value", "z-1")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("keys", "set", "ant", "--value", "a-1")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("keys", "list")).ShouldBe(CommandResult.Success("ant\nzebra\n"));
        (await llm.RunAsync("keys", "get", "zebra")).ShouldBe(CommandResult.Success("z-1\n"));
        (await llm.RunAsync("keys", "get", "bee")).ShouldBe(CommandResult.Failure("No key found with name 'bee'"));
    }

    [Fact]
    public async Task A_key_that_was_removed_is_gone_and_the_others_stay()
    {
        await llm.RunAsync("keys", "set", "zebra", "--value", "z-1");
        await llm.RunAsync("keys", "set", "ant", "--value", "a-1");
        (await llm.RunAsync("keys", "remove", "zebra")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("keys")).ShouldBe(CommandResult.Success("ant\n"));
        (await llm.RunAsync("keys", "remove", "zebra")).ShouldBe(CommandResult.Failure("No key found with name 'zebra'"));
    }

    [Fact]
    public async Task A_new_file_warns_its_readers_and_belongs_to_its_owner_alone()
    {
        await llm.RunAsync("keys", "set", "openai", "--value", "sk-1");
        File.ReadAllText(llm.Directory.KeysFile).ShouldBe("""
            {
              "// Note": "This file stores secret API credentials. Do not share!",
              "openai": "sk-1"
            }

            """);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(llm.Directory.KeysFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_file_that_others_could_read_is_closed_to_them()
    {
        var path = llm.User.Write("keys.json", "{}");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await llm.RunAsync("keys", "set", "openai", "--value", "sk-1");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Unknown_members_survive()
    {
        llm.User.Write("keys.json", """{"extra": {"n": 1.5}, "openai": "old"}""");
        await llm.RunAsync("keys", "set", "openai", "--value", "new");
        File.ReadAllText(llm.Directory.KeysFile).ShouldBe("{\n  \"extra\": {\n    \"n\": 1.5\n  },\n  \"openai\": \"new\"\n}\n");
    }

    [Theory]
    [InlineData("sk-piped")]
    [InlineData("sk-piped\n")]
    [InlineData(" sk-piped \r\nsecond line\n")]
    public async Task The_first_line_of_a_pipe_is_the_key(string input)
    {
        (await llm.PipeAsync(input, "keys", "set", "openai")).ShouldBe(CommandResult.Success(error: "Enter key: "));
        (await llm.RunAsync("keys", "get", "openai")).Output.ShouldBe("sk-piped\n");
    }

    [Fact]
    public async Task An_empty_pipe_sets_nothing()
    {
        var result = await llm.RunAsync("keys", "set", "openai");
        result.ShouldBe(new CommandResult(1, "", "Enter key: \nError: No key was given. Type one, pipe it in, or pass it with --value.\n"));
        File.Exists(llm.Directory.KeysFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"openai\": \"sk-secret\"", "is not valid JSON: correct or remove it.")]
    [InlineData("[\"sk-secret\"]", "must hold a JSON object: correct or remove it.")]
    public async Task A_broken_file_is_named_kept_and_not_quoted(string content, string problem)
    {
        var path = llm.User.Write("keys.json", content);
        foreach (var words in (string[][])[["keys"], ["keys", "get", "openai"], ["keys", "set", "openai", "--value", "x"]])
        {
            var result = await llm.RunAsync(words);
            result.ExitCode.ShouldBe(1);
            result.Output.ShouldBe("");
            result.Error.ShouldStartWith($"Error: {path} {problem}");
            result.Error.ShouldNotContain("sk-secret");
        }

        File.ReadAllText(path).ShouldBe(content);
    }

    [Fact]
    public async Task Only_get_shows_a_key()
    {
        var results = new List<CommandResult> { await llm.RunAsync("keys", "set", "openai", "--value", "sk-secret") };
        foreach (var words in (string[][])[["keys"], ["keys", "list"], ["keys", "path"], ["keys", "get", "other"], ["models", "--options"], ["hi"], ["logs"]])
        {
            results.Add(await llm.RunAsync(words));
        }

        results.ShouldAllBe(result => !(result.Output + result.Error).Contains("sk-secret"));
    }

    [Fact]
    public async Task Path_is_that_of_the_file() =>
        (await llm.RunAsync("keys", "path")).ShouldBe(CommandResult.Success(llm.Directory.KeysFile + "\n"));

    public void Dispose() => llm.Dispose();
}
