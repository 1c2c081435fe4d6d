using Llm.Json;

namespace Llm.Scripting.Tests.CSharp;

/// <summary>The tools that a C# text gives.</summary>
public sealed class CSharpToolsTests : FunctionsTest
{
    [Fact]
    public async Task Methods_are_tools_in_the_order_of_the_text()
    {
        var tools = await LoadAsync("""
            using System.Globalization;

            var limit = 3;

            /// <summary>
            /// Picks one
            /// item.
            /// </summary>
            /// <param name="index">From 0.</param>
            string Pick(string[] items, int index = 0) => items[Math.Min(index, limit)];

            [Description("A point's distance")]
            static double Distance(Point point, Unit unit = Unit.Metre) => Math.Sqrt(point.X * point.X + point.Y * point.Y) * _Factor(unit);

            async Task<Point> MoveAsync(int x, CancellationToken cancellationToken)
            {
                await Task.Yield();
                return new Point(x, 1);
            }

            static double _Factor(Unit unit) => unit == Unit.Metre ? 1 : 3;
            private int Hidden() => 1;

            record Point(int X, int Y);
            enum Unit { Metre, Foot }
            """);
        tools.Select(tool => tool.Signature).ShouldBe(
            ["pick(items: list[str], index: int = 0) -> str", "distance(point: dict, unit: str = 'Metre') -> float", "move(x: int) -> dict"]);
        tools.Select(tool => tool.Description).ShouldBe(["Picks one item.", "A point's distance", null]);
        PythonJson.Spaced(tools[0].InputSchema).ShouldBe(
            """{"properties": {"items": {"type": "array", "items": {"type": "string"}}, "index": {"description": "From 0.", "type": "integer", "default": 0}}, "required": ["items"], "type": "object"}""");
        (await CallAsync(tools, "pick", """{"items": ["a", "b"], "index": 1}""")).Output.ShouldBe("b");
        (await CallAsync(tools, "distance", """{"point": {"x": 3, "y": 4}, "unit": "Foot"}""")).Output.ShouldBe("15");
        (await CallAsync(tools, "move", """{"x": 3}""")).Output.ShouldBe("""{"x": 3, "y": 1}""");
    }

    [Theory]
    [InlineData(
        "int F(int a) => 1 / a;",
        """{"a": 0}""",
        "Error: Attempted to divide by zero.",
        "DivideByZeroException: Attempted to divide by zero.")]
    [InlineData("int F(int a) => a;", "{}", "Error: the argument 'a' is missing", "ToolArgumentException: the argument 'a' is missing")]
    [InlineData("int F() => throw new PauseChainException(\"wait\");", "{}", null, null)]
    public async Task An_exception_is_a_result_that_the_model_can_read(string text, string arguments, string? output, string? exception)
    {
        var call = CallAsync(await LoadAsync(text), "f", arguments);
        if (output is null) (await Should.ThrowAsync<PauseChainException>(call)).Message.ShouldBe("wait");
        else
            (await call).ShouldSatisfyAllConditions(
                result => result.Output.ShouldBe(output), result => result.Exception.ShouldBe(exception));
    }

    [Fact]
    public async Task A_tool_may_use_the_call_and_return_attachments()
    {
        var tools = await LoadAsync(
            "ToolOutput F(ToolCall call) => new(call.ToolCallId!, [Attachment.FromUrl(\"https://example.com/a.png\")]);");
        var output = await tools[0].Implementation!(new ToolCall("f", [], "id"), Token);
        (output.Text, output.Attachments[0].Url).ShouldBe(("id", "https://example.com/a.png"));
    }

    [Fact]
    public async Task A_name_may_be_a_keyword()
    {
        var tools = await LoadAsync("string @event(string @class) => @class;");
        tools[0].Signature.ShouldBe("event(class: str) -> str");
        (await CallAsync(tools, "event", """{"class": "a"}""")).Output.ShouldBe("a");
    }

    [Fact]
    public async Task State_lives_as_long_as_the_set()
    {
        const string text = "int count = 10;\nint Next() => ++count;";
        var tools = await LoadAsync(text);
        (await CallAsync(tools, "next")).Output.ShouldBe("11");
        (await CallAsync(tools, "next")).Output.ShouldBe("12");
        (await CallAsync(await LoadAsync(text), "next")).Output.ShouldBe("11");
    }
}
