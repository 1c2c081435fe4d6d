using System.Text.Json.Nodes;
using Llm.Providers.Offline;

namespace Llm.Providers.Tests.Offline;

/// <summary>What <c>echo</c> prints as <c>previous</c> comes from the messages of the prompt.</summary>
public sealed class EchoPreviousTests
{
    private readonly EchoModel model = new();

    [Fact]
    public async Task Earlier_prompts_are_those_before_each_answer()
    {
        var conversation = model.StartConversation(new PromptOptions { System = "brief" });
        Previous(await conversation.PromptAsync("one")).ShouldBeEmpty();
        Previous(await conversation.PromptAsync("two", new PromptOptions { Fragments = ["fragment"] })).ShouldBe(["one"]);
        Previous(await conversation.PromptAsync("three")).ShouldBe(["one", "fragment\ntwo"]);
    }

    [Fact]
    public async Task A_round_of_tools_has_no_prompt()
    {
        const string Call = """{"tool_calls": [{"name": "f"}]}""";
        var tool = new Tool("f", null, []) { Implementation = (_, _) => Task.FromResult<ToolOutput>("done") };
        var conversation = model.StartConversation();
        await conversation.Chain(Call, new PromptOptions { Tools = [tool] }).GetTextAsync(TestContext.Current.CancellationToken);
        Previous(conversation.Responses[^1]).ShouldBe([Call]);
        Previous(await conversation.PromptAsync("and now")).ShouldBe([Call, ""]);
    }

    [Fact]
    public async Task A_logged_conversation_is_known_by_its_messages()
    {
        var logged = new Conversation(
            model, "id", [Message.User("one"), Message.Assistant("yes"), Message.User("two"), Message.Assistant("no")]);
        Previous(await logged.PromptAsync("three")).ShouldBe(["one", "two"]);
        Previous(await logged.Fork().PromptAsync("other three")).ShouldBe(["one", "two", "three"]);
    }

    private static IEnumerable<string> Previous(Response response) =>
        JsonNode.Parse(response.Text)!["previous"]!.AsArray().Select(item => item!["prompt"]!.GetValue<string>());
}
