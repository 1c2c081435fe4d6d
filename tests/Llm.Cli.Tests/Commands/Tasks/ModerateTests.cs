using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands.Tasks;

public sealed class ModerateTests : TaskTest
{
    [Fact]
    public async Task The_exit_code_says_whether_a_text_is_flagged()
    {
        (await Llm.RunAsync("moderate", "-m", "own/m", "I hug you")).ShouldBe(CommandResult.Success("not flagged\n"));
        (await Llm.RunAsync("moderate", "-m", "own/m", "I kill you")).ShouldBe(new CommandResult(3, "flagged\n  violence  0.97\n", ""));
        (await Llm.PipeAsync("I kill you", "moderate", "-m", "own/m")).ExitCode.ShouldBe(3);
        Server.Requests[^1].Header("Authorization").ShouldBe("Bearer sk-own-0123456789");
        Body["model"]!.GetValue<string>().ShouldBe("m");
        NothingIsLogged();
    }

    [Fact]
    public async Task JSON_has_all_categories()
    {
        var result = await Llm.RunAsync("moderate", "-m", "own/m", "I kill you", "--json");
        result.ExitCode.ShouldBe(3);
        JsonNode.DeepEquals(JsonNode.Parse(result.Output), JsonNode.Parse(
            """
            {"flagged": true, "categories": [
             {"name": "harassment", "flagged": false, "score": 0.01}, {"name": "violence", "flagged": true, "score": 0.97}]}
            """)).ShouldBeTrue(result.Output);
    }

    [Fact]
    public async Task A_server_can_be_named_by_its_address()
    {
        (await Llm.RunAsync("moderate", "--base-url", Server.BaseAddress, "-m", "x", "fine")).ExitCode.ShouldBe(0);
        Server.Requests[^1].Header("Authorization").ShouldBe("Bearer DUMMY_KEY");
        (await Llm.RunAsync("moderate", "--base-url", Server.BaseAddress, "-m", "x", "fine", "--key", "other")).ExitCode.ShouldBe(0);
        Server.Requests[^1].Header("Authorization").ShouldBe("Bearer sk-other-0123456789");
        (await Llm.RunAsync("moderate", "--base-url", Server.BaseAddress, "fine")).ShouldBe(
            CommandResult.Failure("--base-url needs the name of the model there: add -m NAME"));
    }

    [Fact]
    public async Task Errors_say_what_to_do()
    {
        (await Llm.RunAsync("moderate", "-m", "nope", "x")).ShouldBe(CommandResult.Failure(
            "There is no moderation model 'nope'. 'llm models --type moderation --all' lists those that are known."));
        (await Llm.RunAsync("moderate", "-m", "own/m")).ShouldBe(CommandResult.Failure("There is no text to check."));
        (await Llm.RunAsync("moderate", "-m", "groq/m", "x")).Error.ShouldStartWith(
            "Error: Groq is not known to have moderation models.");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_alias_of_the_users_names_a_model()
    {
        (await Llm.RunAsync("aliases", "set", "police", "own/m")).ExitCode.ShouldBe(0);
        (await Llm.RunAsync("moderate", "-m", "police", "fine")).ExitCode.ShouldBe(0);
    }
}
