using System.Text.Json.Nodes;
using Llm;
using Llm.Testing;
using Xunit;

namespace Company_Plugin.Tests;

public sealed class PluginClassModelTests
{
    [Fact]
    public async Task The_model_says_it_twice()
    {
        var response = await new PluginClassModel().PromptAsync(
            "one two", new PromptOptions().With("times", 2), TestContext.Current.CancellationToken);
        Assert.Equal("one two one two", response.Text);
    }

    [Fact]
    public Task The_model_does_what_every_model_must_do() =>
        ModelConformance.CheckAllAsync(new ModelUnderTest(new PluginClassModel(), text => text)
        {
            BadOption = KeyValuePair.Create<string, JsonNode>("times", 0),
            FailingPrompt = "",
        });
}
