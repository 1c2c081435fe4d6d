using System.Text.Json.Nodes;
using Llm.Cli.Commands.Chat;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptFromTests : IDisposable
{
    private readonly CommandRunner llm = new(new FakeModel("Yes"), new FakeModel(
        (_, _, _) => new StreamEvent[] { "Other" }.ToAsyncEnumerable(), "other"));

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task A_prompt_goes_on_after_an_earlier_turn_in_a_conversation_of_its_own()
    {
        await llm.RunAsync("one", "-s", "brief");
        await llm.RunAsync("two", "-c");
        var turns = await TurnsAsync();
        (await llm.RunAsync("again two", "--from", turns[0].Id[..12])).ShouldBe(CommandResult.Success("Yes\n"));
        Said().ShouldBe(["system: brief", "user: one", "assistant: Yes", "user: again two"]);

        var after = await TurnsAsync();
        after.Count.ShouldBe(3);
        after[2].Conversation.ShouldNotBe(after[0].Conversation);
        after.Take(2).ShouldBe(turns);
        // The new conversation goes on by itself, and so does the old one.
        await llm.RunAsync("three", "-c");
        Said().ShouldBe(["system: brief", "user: one", "assistant: Yes", "user: again two", "assistant: Yes", "user: three"]);
        await llm.RunAsync("four", "--cid", turns[0].Conversation);
        Said().ShouldBe(["system: brief", "user: one", "assistant: Yes", "user: two", "assistant: Yes", "user: four"]);
    }

    [Fact]
    public async Task Without_a_prompt_the_turn_is_asked_again()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("two", "-c");
        var turn = (await TurnsAsync())[1];
        (await llm.RunAsync("--from", turn.Id)).ShouldBe(CommandResult.Success("Yes\n"));
        Said().ShouldBe(["user: one", "assistant: Yes", "user: two"]);
        (await llm.RunAsync("--from", turn.Id, "-m", "other")).ShouldBe(CommandResult.Success("Other\n"));
        var json = JsonNode.Parse((await llm.RunAsync("logs", "--json", "-n", "1")).Output)![0]!;
        ((string?)json["prompt"], (string?)json["response"], (string?)json["conversation_name"], (string?)json["model"])
            .ShouldBe(("two", "Other", "two", "other"));
    }

    [Fact]
    public async Task At_a_keyboard_asking_again_waits_for_no_text()
    {
        using var typed = new CommandRunner(new FakeModel("Yes")) { InputIsTerminal = true };
        await typed.RunAsync("one");
        var id = JsonNode.Parse((await typed.RunAsync("logs", "--json")).Output)![0]!["id"]!.GetValue<string>();
        (await typed.RunAsync("--from", id)).ShouldBe(CommandResult.Success("Yes\n"));
    }

    [Fact]
    public async Task A_chat_can_start_from_a_turn()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("two", "-c");
        await llm.ChatAsync(["other two", "three"], "--from", (await TurnsAsync())[0].Id);
        Said().ShouldBe(["user: one", "assistant: Yes", "user: other two", "assistant: Yes", "user: three"]);
        (await TurnsAsync()).Select(turn => turn.Conversation).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_chat_whose_last_message_is_forgotten_keeps_where_it_came_from()
    {
        var forked = new Conversation(new FakeModel("Yes"), "id")
        {
            ForkedFrom = "another",
            Defaults = new PromptOptions { System = "brief" },
        };
        var restored = new ChatTurn(new ChatMessage("two", new LoadedFragments([], [])), [], HadStarted: false).Restore(forked);
        (restored.Id, restored.ForkedFrom, restored.Defaults?.System).ShouldBe(("id", "another", "brief"));
    }

    [Fact]
    public async Task Wrong_uses_are_told()
    {
        await llm.RunAsync("one");
        llm.Clock.Now += TimeSpan.FromMilliseconds(1);
        await llm.RunAsync("two");
        var (first, second) = ((await TurnsAsync())[0].Id, (await TurnsAsync())[1].Id);
        var conflict = CommandResult.Failure("--from starts a new conversation: leave out -c and --cid");
        (await llm.RunAsync("x", "-c", "--from", first)).ShouldBe(conflict);
        (await llm.RunAsync("x", "--cid", "y", "--from", first)).ShouldBe(conflict);
        (await llm.ChatAsync(["x"], "-c", "--from", first)).ShouldBe(conflict);
        (await llm.RunAsync("x", "--from", "zzz"))
            .ShouldBe(CommandResult.Failure("No turn found with id=zzz. 'llm logs -s' lists the newest."));
        (await llm.RunAsync("x", "--from", "")).ExitCode.ShouldBe(1);
        (await llm.RunAsync("x", "--from", first[..4])).ShouldBe(
            CommandResult.Failure(
                $"Several turns have ids that begin with {first[..4]}, such as {first} and {second}. Give more of the id."));
    }

    private IEnumerable<string> Said() => llm.LastPrompt.Messages.Select(message => $"{message.Role}: {message.Text}");

    private async Task<List<(string Id, string Conversation)>> TurnsAsync() =>
        [.. JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)!.AsArray()
            .Select(turn => ((string)turn!["id"]!, (string)turn["conversation_id"]!))];
}
