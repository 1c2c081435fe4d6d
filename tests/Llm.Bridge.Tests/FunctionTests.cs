using System.ComponentModel;
using System.Text.Json.Nodes;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

public sealed class FunctionTests
{
    [Fact]
    public async Task A_function_is_a_tool_that_a_chain_runs()
    {
        [Description("Doubles.")]
        static int Twice([Description("The number.")] int x) => x * 2;

        var tool = AIFunctionFactory.Create(Twice, "twice").AsTool();
        (tool.Name, tool.Description).ShouldBe(("twice", "Doubles."));
        tool.InputSchema["properties"]!["x"]!["description"]!.GetValue<string>().ShouldBe("The number.");
        var number = 0;
        var model = new FakeModel((_, _, _) => (number++ == 0
            ? new StreamEvent[] { new ToolCallNameEvent("twice"), new ToolCallArgumentsEvent("""{"x": 21}""") }
            : ["done"]).ToAsyncEnumerable());
        (await model.Chain("q", new() { Tools = [tool] }).GetTextAsync(TestContext.Current.CancellationToken)).ShouldBe("done");
        model.Prompts[1].ToolResults[0].Output.ShouldBe("42");
    }

    [Fact]
    public async Task Contents_that_a_function_returns_become_text_and_attachments()
    {
        var tool = AIFunctionFactory.Create(
            () => (IEnumerable<AIContent>)[new TextContent("see"), new DataContent(new byte[] { 1, 2 }, "image/png")], "draw").AsTool();
        var output = await tool.Implementation!(new ToolCall("draw", []), TestContext.Current.CancellationToken);
        output.Attachments.ShouldHaveSingleItem().Type.ShouldBe("image/png");
        output.Text.ShouldContain("see");
    }

    [Fact]
    public async Task Approval_goes_along_both_ways()
    {
        var tool = Tool.FromMethod((int x) => x * 2, "twice") with { RequiresApproval = true };
        var function = tool.AsFunction().ShouldBeOfType<ApprovalRequiredAIFunction>();
        function.Name.ShouldBe("twice");
        (await function.InvokeAsync(new AIFunctionArguments { ["x"] = 21 }, TestContext.Current.CancellationToken)).ShouldBe("42");
        function.AsTool().RequiresApproval.ShouldBeTrue();
        (tool with { RequiresApproval = false }).AsFunction().AsTool().RequiresApproval.ShouldBeFalse();
    }

    [Fact]
    public async Task A_tool_is_a_function()
    {
        var function = Tool.FromMethod((int x, int y = 2) => x * y, "product", "Multiplies.").AsFunction();
        (function.Name, function.Description).ShouldBe(("product", "Multiplies."));
        function.JsonSchema.GetProperty("required")[0].GetString().ShouldBe("x");
        (await function.InvokeAsync(new AIFunctionArguments { ["x"] = 21 }, TestContext.Current.CancellationToken)).ShouldBe("42");
        await Should.ThrowAsync<LlmException>(
            async () => await function.InvokeAsync(new AIFunctionArguments { ["z"] = 1 }, TestContext.Current.CancellationToken));
        Should.Throw<LlmException>(() => new Tool("described", null, new JsonObject()).AsFunction());
    }
}
