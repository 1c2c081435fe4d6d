using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptModelTests : IDisposable
{
    private readonly CommandRunner llm = new(new FakeModel("first"), Named("second-large"), Named("second"));

    [Theory]
    [InlineData("first")]
    [InlineData("first", "-m", "f")]
    [InlineData("second", "-m", "second")]
    [InlineData("second", "-q", "sec")]
    [InlineData("second-large", "-q", "second", "-q", "LARGE")]
    [InlineData("second-large", "-q", "zzz", "-m", "second-large")]
    [InlineData("first", "--async")]
    public async Task The_model_is_chosen_by_name_or_the_shortest_match(string answer, params string[] options) =>
        (await llm.RunAsync(["hi", .. options])).ShouldBe(CommandResult.Success(answer + "\n"));

    [Fact]
    public async Task An_unknown_model_is_an_error()
    {
        (await llm.RunAsync("hi", "-m", "zzz")).ShouldBe(CommandResult.Failure("'Unknown model: zzz'"));
        (await llm.RunAsync("hi", "-q", "zzz", "-q", "y")).ShouldBe(CommandResult.Failure("No model found matching queries zzz, y"));
    }

    [Fact]
    public async Task Options_reach_the_model_in_their_types()
    {
        await llm.RunAsync("hi", "-o", "temperature", "1.5", "-o", "loud", "yes", "-o", "temperature", "1");
        llm.LastPrompt.Options.ToJsonString().ShouldBe("""{"temperature":1,"loud":true}""");
    }

    [Theory]
    [InlineData("temperature", "warm", "temperature\n  Input should be a valid number, unable to parse string as a number")]
    [InlineData("temperature", "-1", "temperature\n  Input should be greater than or equal to 0")]
    [InlineData("size", "huge", "size\n  Input should be 'small' or 'large'")]
    [InlineData("nope", "1", "nope\n  Extra inputs are not permitted")]
    public async Task A_bad_option_is_refused_before_the_model_is_asked(string name, string value, string message)
    {
        (await llm.RunAsync("hi", "-o", name, value)).ShouldBe(CommandResult.Failure(message));
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stored_defaults_fill_in_what_is_not_given()
    {
        await llm.RunAsync("models", "options", "set", "f", "temperature", "0.5");
        await llm.RunAsync("models", "options", "set", "f", "size", "small");
        await llm.RunAsync("hi", "-o", "temperature", "2");
        llm.LastPrompt.Options.ToJsonString().ShouldBe("""{"temperature":2,"size":"small"}""");
    }

    [Fact]
    public async Task Options_of_the_model_are_shown_instead_of_asking_it()
    {
        var result = await llm.RunAsync("-m", "second", "--options");
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldStartWith("FakeModel: second\n  Options:\n    temperature: float\n      Heat.\n    loud: boolean\n");
        (await llm.RunAsync("--options")).Output.ShouldStartWith("FakeModel: fake (aliases: f)\n  Options:\n");
        File.Exists(llm.Directory.LogsDatabase).ShouldBeFalse();
    }

    [Fact]
    public async Task Options_of_a_templates_model_are_shown()
    {
        llm.User.Write("templates/second.yaml", "model: second\nprompt: x\n");
        (await llm.RunAsync("-t", "second", "--options")).Output.ShouldStartWith("FakeModel: second\n  Options:\n");
    }

    public void Dispose() => llm.Dispose();

    private static FakeModel Named(string id) => new((_, _, _) => new StreamEvent[] { id }.ToAsyncEnumerable(), id);
}
