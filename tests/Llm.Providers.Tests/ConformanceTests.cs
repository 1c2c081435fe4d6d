using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests;

public class ConformanceTests : Anthropic.AnthropicTest
{
    public static TheoryData<string, string> Cases =>
        new MatrixTheoryData<string, string>(["chat", "responses", "completions", "messages"], ModelConformance.Checks.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Every_interface_keeps_the_promises_of_a_model(string api, string check) =>
        ModelConformance.Checks[check](Subject(api == "messages" ? Claude() : Model(api), api));

    [Fact]
    public async Task A_model_that_does_not_stream_keeps_them_too() =>
        await ModelConformance.CheckAllAsync(Subject(Chat(Settings with { CanStream = false }), "chat"));

    [Fact]
    public async Task A_model_that_mixes_up_its_prompts_is_found_out()
    {
        string? last = null;
        var model = new FakeModel((prompt, _, _) => Answer(prompt.Text));
        var error = await Should.ThrowAsync<ConformanceException>(
            () => ModelConformance.PromptsAtOnceDoNotMixAsync(new ModelUnderTest(model, text => text)));
        error.Message.ShouldContain("was answered with");

        async IAsyncEnumerable<StreamEvent> Answer(string text)
        {
            last = text;
            await Task.Delay(100);
            yield return last;
        }
    }

    [Fact]
    public async Task A_model_that_ignores_cancellation_is_found_out()
    {
        var model = new FakeModel("a", "b", "c");
        var subject = new ModelUnderTest(model, _ => "abc") { ReportsUsage = false };
        (await Should.ThrowAsync<ConformanceException>(() => ModelConformance.CheckAllAsync(subject))).Message.ShouldStartWith(
            nameof(ModelConformance.ACancelledPromptSendsNothingAsync));
    }

    private static ModelUnderTest Subject(Model model, string api) => new(model, text => $"echo: {text}")
    {
        Key = Key,
        LongPrompt = "SLOW 200\nREPLY " + string.Join(' ', Enumerable.Range(0, 100)),
        FailingPrompt = "ERR 500",
        // The Python tool stores none for the old interface, although servers tell it.
        ReportsUsage = api != "completions",
        BadOption = KeyValuePair.Create<string, JsonNode>("temperature", JsonValue.Create(9)),
    };
}
