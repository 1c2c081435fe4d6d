namespace Llm.Cli.Tests.Commands;

public sealed class LogsDeleteTests : IDisposable
{
    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task Nothing_is_deleted_before_it_is_said_and_confirmed()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("-c", "two");
        (await llm.RunAsync("logs", "delete")).ShouldBe(CommandResult.Failure(
            "Select turns by ID, --cid, --model or --older-than, or use --all for all turns."));
        (await llm.RunAsync("logs", "delete", "--all", "--dry-run"))
            .ShouldBe(CommandResult.Success("Would delete 2 turns, 1 whole conversation, 4 messages.\n"));
        (await llm.RunAsync("logs", "delete", "--all")).ShouldBe(CommandResult.Failure(
            "This would delete 2 turns, 1 whole conversation, 4 messages. Add --yes to do it."));
        (await llm.RunAsync("logs", "list", "--json")).Output.ShouldContain("two");
        (await llm.RunAsync("logs", "delete", "--all", "-y", "--dry-run")).Output.ShouldStartWith("Would delete 2 turns");
        (await llm.RunAsync("logs", "delete", "--all", "-y"))
            .ShouldBe(CommandResult.Success("Deleted 2 turns, 1 whole conversation, 4 messages.\n"));
        (await llm.RunAsync("logs", "list", "--json")).Output.ShouldBe("[]\n");
        (await llm.RunAsync("logs", "delete", "--all", "-y")).ShouldBe(CommandResult.Success("No turn matches.\n"));
    }

    [Fact]
    public async Task Age_and_model_narrow_it_down()
    {
        await llm.RunAsync("old");
        llm.Clock.Now += TimeSpan.FromDays(40);
        await llm.RunAsync("new");
        (await llm.RunAsync("logs", "delete", "--older-than", "30d", "-m", "walrus", "-y")).Output.ShouldBe("No turn matches.\n");
        (await llm.RunAsync("logs", "delete", "--older-than", "30d", "-m", "f", "-y")).Output.ShouldBe(
            "Deleted 1 turn, 1 whole conversation, 2 messages.\n");
        (await llm.RunAsync("logs", "list", "-s")).Output.ShouldContain("new");
        var tomorrow = llm.Clock.Now.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await llm.RunAsync("logs", "delete", "--older-than", tomorrow, "--dry-run")).Output.ShouldStartWith("Would delete 1 turn");
    }

    [Fact]
    public async Task An_empty_model_is_not_every_model()
    {
        await llm.RunAsync("one");
        (await llm.RunAsync("logs", "delete", "-m", "", "--all", "-y")).ShouldBe(CommandResult.Failure(
            "The name of the model is empty. Name one, or leave out --model."));
        (await llm.RunAsync("logs", "list", "-s")).Output.ShouldContain("one");
    }

    [Fact]
    public async Task Ids_that_no_turn_has_are_told()
    {
        await llm.RunAsync("one");
        var id = System.Text.Json.Nodes.JsonNode.Parse(
            (await llm.RunAsync("logs", "list", "--json")).Output)![0]!["id"]!.GetValue<string>();
        var result = await llm.RunAsync("logs", "delete", id, "nope", "nope", "-y");
        (result.ExitCode, result.Output, result.Error)
            .ShouldBe((0, "Deleted 1 turn, 1 whole conversation, 2 messages.\n", "No turn has the ID nope.\n"));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("30")]
    [InlineData("-3d")]
    [InlineData("99999999999d")]
    [InlineData("2026-13-01")]
    public async Task What_is_no_age_is_refused(string age)
    {
        await llm.RunAsync("one");
        var result = await llm.RunAsync("logs", "delete", "--older-than", age);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"'{age}' is neither an age such as 30d nor a date such as 2026-01-31.");
    }

    [Fact]
    public async Task The_help_lists_it_under_a_heading_of_its_own()
    {
        (await llm.RunAsync("logs", "--help")).Output.ShouldContain("delete");
        (await llm.RunAsync("logs", "delete", "-d", "missing.db", "--all")).ExitCode.ShouldBe(2);
    }
}
