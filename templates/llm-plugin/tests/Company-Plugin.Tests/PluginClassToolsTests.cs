using Llm;
using Llm.Testing;
using Xunit;

namespace Company_Plugin.Tests;

public sealed class PluginClassToolsTests
{
    [Fact]
    public void The_plugin_registers_its_tools()
    {
        var tools = new ToolRegistry();
        tools.AddFrom(new PluginClassPlugin());
        Assert.Equal(["count_words", nameof(PluginClassTools)], tools.Names);
    }

    [Fact]
    public async Task A_model_calls_the_tools()
    {
        var model = new FakeModel((prompt, _, _) => Answer(prompt).ToAsyncEnumerable());
        var options = new PromptOptions { Tools = [Tool.FromMethod(PluginClassTools.CountWords)] };
        Assert.Equal("There are 3.", await model.Chain("Count", options).GetTextAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Hello, Cleo!", new PluginClassTools("Hello").Greet("Cleo"));
    }

    /// <summary>Calls the tool first, and then reports its result.</summary>
    private static IEnumerable<StreamEvent> Answer(Prompt prompt)
    {
        if (prompt.Messages[^1].Parts.OfType<ToolResultPart>().FirstOrDefault() is { } result) return [$"There are {result.Output}."];
        return
        [
            new ToolCallNameEvent("count_words") { ToolCallId = "1" },
            new ToolCallArgumentsEvent("""{"text": "one two three"}""") { ToolCallId = "1" },
        ];
    }
}
