using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptConversationTests : IDisposable
{
    private readonly CommandRunner llm = new(new FakeModel("Yes"), new FakeModel(
        (_, _, _) => new StreamEvent[] { "Other" }.ToAsyncEnumerable(), "other"));

    [Fact]
    public async Task Continuing_sends_what_was_said_before()
    {
        await llm.RunAsync("one", "-s", "brief");
        await llm.RunAsync("two", "-c");
        llm.LastPrompt.Messages.Select(message => (message.Role, message.Text))
            .ShouldBe([("system", "brief"), ("user", "one"), ("assistant", "Yes"), ("user", "two")]);
        (await ConversationsAsync()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_id_continues_nothing()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("two", "--cid", "");
        (await ConversationsAsync()).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Continuing_takes_the_newest_conversation_and_its_model()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("two", "-m", "other");
        (await llm.RunAsync("three", "-c")).ShouldBe(CommandResult.Success("Other\n"));
        var ids = await ConversationsAsync();
        ids[2].ShouldBe(ids[1]);
        ids[1].ShouldNotBe(ids[0]);
    }

    [Fact]
    public async Task A_conversation_can_be_named()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("two", "-m", "other");
        var first = (await ConversationsAsync())[0];
        (await llm.RunAsync("three", "--cid", first)).ShouldBe(CommandResult.Success("Yes\n"));
        llm.LastPrompt.Messages.Select(message => message.Text).ShouldBe(["one", "Yes", "three"]);
        (await ConversationsAsync())[2].ShouldBe(first);
        (await llm.RunAsync("four", "--cid", "zzz")).ShouldBe(CommandResult.Failure("No conversation found with id=zzz"));
    }

    [Fact]
    public async Task Another_model_can_take_over()
    {
        await llm.RunAsync("one", "-m", "other");
        (await llm.RunAsync("two", "-c", "-m", "f")).ShouldBe(CommandResult.Success("Yes\n"));
        llm.LastPrompt.Messages.Select(message => message.Text).ShouldBe(["one", "Other", "two"]);
    }

    [Fact]
    public async Task With_nothing_to_continue_a_conversation_begins()
    {
        (await llm.RunAsync("one", "-c")).ShouldBe(CommandResult.Success("Yes\n"));
        llm.LastPrompt.Messages.Count.ShouldBe(1);
    }

    public void Dispose() => llm.Dispose();

    private async Task<List<string>> ConversationsAsync() =>
        [.. JsonNode.Parse((await llm.RunAsync("logs", "--json", "-n", "0")).Output)!.AsArray().Select(
            turn => turn!["conversation_id"]!.GetValue<string>())];
}
