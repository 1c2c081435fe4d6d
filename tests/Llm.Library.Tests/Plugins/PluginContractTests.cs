using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Library.Tests.Plugins;

/// <summary>Smaller parts of the contract that no sample needs.</summary>
public sealed class PluginContractTests
{
    [Fact]
    public void A_tool_can_have_another_name_than_its_method()
    {
        var tools = new ToolRegistry();
        tools.Add(Tool.FromMethod((string text, string character) => text.Split(character).Length - 1, "count_character_in_word"));
        tools.Names.ShouldBe(["count_character_in_word"]);
    }

    [Fact]
    public async Task A_call_can_be_registered_without_events()
    {
        var model = new FakeModel((_, context, _) =>
        {
            context.AddToolCall(new ToolCall("count", new JsonObject { ["text"] = "a" }, context.CreateToolCallId()));
            return AsyncEnumerable.Empty<StreamEvent>();
        });
        var response = await model.PromptAsync("hi", cancellationToken: TestContext.Current.CancellationToken);
        var call = response.ToolCalls.ShouldHaveSingleItem();
        call.ToolCallId.ShouldNotBeNull().ShouldStartWith("tc_");
        call.ToString().ShouldBe("""count({"text":"a"})""");
    }
}
