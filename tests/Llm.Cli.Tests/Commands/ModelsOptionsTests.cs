namespace Llm.Cli.Tests.Commands;

public sealed class ModelsOptionsTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task Nothing_is_set_at_first()
    {
        (await llm.RunAsync("models", "options")).ShouldBe(CommandResult.Success(error: "No default options set for any models.\n"));
        (await llm.RunAsync("models", "options", "show", "f"))
            .ShouldBe(CommandResult.Success(error: "No default options set for model 'fake'.\n"));
        (await llm.RunAsync("models", "options", "clear", "f")).ShouldBe(CommandResult.Success());
    }

    [Fact]
    public async Task Options_are_kept_as_text_under_the_models_id()
    {
        var set = await llm.RunAsync("models", "options", "set", "f", "temperature", "0.5");
        set.ShouldBe(CommandResult.Success(error: "Set default option temperature=0.5 for model fake\n"));
        await llm.RunAsync("models", "options", "set", "fake", "size", "small");
        await llm.RunAsync("models", "options", "set", "unknown-model", "anything", "goes");
        File.ReadAllText(llm.Directory.ModelOptionsFile).ShouldBe("""
            {
              "fake": {
                "temperature": "0.5",
                "size": "small"
              },
              "unknown-model": {
                "anything": "goes"
              }
            }
            """);
        (await llm.RunAsync("models", "options", "show", "f")).ShouldBe(CommandResult.Success("temperature: 0.5\nsize: small\n"));
        (await llm.RunAsync("models", "options", "list")).ShouldBe(
            CommandResult.Success("fake:\n  temperature: 0.5\n  size: small\nunknown-model:\n  anything: goes\n"));
    }

    [Theory]
    [InlineData("temperature", "3", "temperature\n  Input should be less than or equal to 2")]
    [InlineData("size", "huge", "size\n  Input should be 'small' or 'large'")]
    [InlineData("nope", "1", "nope\n  Extra inputs are not permitted")]
    public async Task A_bad_option_is_refused(string name, string value, string message)
    {
        (await llm.RunAsync("models", "options", "set", "f", name, value)).ShouldBe(CommandResult.Failure(message));
        File.Exists(llm.Directory.ModelOptionsFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Clearing_takes_one_or_all()
    {
        llm.User.Write("model_options.json", """{"fake": {"temperature": "0.5", "loud": "1", "size": "small"}, "gpt-4o": {"seed": 1}}""");
        (await llm.RunAsync("models", "options", "clear", "f", "loud"))
            .ShouldBe(CommandResult.Success("Cleared option 'loud' for model fake\n"));
        (await llm.RunAsync("models", "options", "clear", "f"))
            .ShouldBe(CommandResult.Success("Cleared temperature, size options for model fake\n"));
        File.ReadAllText(llm.Directory.ModelOptionsFile).ShouldBe("{\n  \"gpt-4o\": {\n    \"seed\": 1\n  }\n}");
    }

    [Fact]
    public async Task A_broken_file_is_named()
    {
        var path = llm.User.Write("model_options.json", "[1]");
        foreach (var words in (string[][])[["models", "options"], ["models", "options", "set", "f", "loud", "1"], ["hi"]])
        {
            (await llm.RunAsync(words)).ShouldBe(CommandResult.Failure($"{path} must hold a JSON object: correct or remove it."));
        }
    }

    public void Dispose() => llm.Dispose();
}
