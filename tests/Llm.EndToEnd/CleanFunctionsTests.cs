using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>What functions in Python see of the environment after <c>llm config set functions.environment clean</c>.</summary>
public sealed class CleanFunctionsTests(InstalledTool tool)
{
    private const string Seen = "def seen(name: str) -> str:\n    import os\n    return os.environ.get(name, 'nothing')";

    [Theory]
    [InlineData("OPENAI_API_KEY", "nothing")]
    [InlineData("ANTHROPIC_API_KEY", "nothing")]
    [InlineData("LLM_MISTRAL_KEY", "nothing")]
    [InlineData("AZURE_OPENAI_API_KEY", "nothing")]
    [InlineData("KENNEL_TOKEN", "nothing")]
    [InlineData("COPIED", "nothing")]
    [InlineData("KENNEL_NAME", "secret of KENNEL_NAME")]
    public async Task Variables_that_hold_keys_are_left_out(string variable, string expected)
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = new TemporaryUserDirectory();
        user.Write("settings.yaml", "functions.environment: clean\n");
        user.Write("keys.json", """{"kept": "secret of COPIED"}""");
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        user.Write("providers.yaml", "kennel:\n  base: http://127.0.0.1:1/v1\n  key: kennel\n  env: [KENNEL_TOKEN]\n");
        var environment = new Dictionary<string, string> { [variable] = $"secret of {variable}" };
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, ["-m", "fake", "--functions", Seen, $$"""CALL seen {"name": "{{variable}}"}"""], [], environment);
        run.ShouldBe(new Run(0, $"results: {expected}\n", ""));
    }
}
