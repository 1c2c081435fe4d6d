namespace Llm.Cli.Tests.Commands;

public sealed class PromptToolsTests : IDisposable
{
    private const string Refusal = "Running tools is not supported by this version. Leave out -T and --functions, or the template's tools.";

    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData("-T", "llm_time")]
    [InlineData("--functions", "def a(): pass")]
    [InlineData("-t", "tools")]
    [InlineData("-t", "functions")]
    public async Task Tools_are_refused_before_the_model_is_asked(params string[] options)
    {
        llm.User.Write("templates/tools.yaml", "prompt: x\ntools:\n- llm_time\n");
        llm.User.Write("templates/functions.yaml", "prompt: x\nfunctions: 'def a(): pass'\n");
        (await llm.RunAsync(["hi", .. options])).ShouldBe(CommandResult.Failure(Refusal));
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => llm.Dispose();
}
