using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Tests.Prompts;

public sealed class UsageTests
{
    [Theory]
    [InlineData("""{"prompt_tokens_details": {"cached_tokens": 3}, "completion_tokens_details": {"reasoning_tokens": 4}}""", 3, 4)]
    [InlineData("""{"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 4}}""", 0, 4)]
    [InlineData("""{"cache_read_input_tokens": 3, "output_tokens_details": {"thinking_tokens": 4}}""", 3, 4)]
    [InlineData("""{"cachedContentTokenCount": 3, "thoughtsTokenCount": 4}""", 3, 4)]
    [InlineData("""{"prompt_tokens_details": 5}""", null, null)]
    public void Counts_are_read_from_the_breakdown(string details, int? cached, int? reasoning)
    {
        var usage = new Usage { Details = JsonNode.Parse(details)!.AsObject() };
        (usage.CachedTokens, usage.ReasoningTokens).ShouldBe((cached, reasoning));
    }

    [Fact]
    public void Calls_and_counts_are_written_on_one_line()
    {
        new ToolCall("f", new JsonObject { ["a"] = 1, ["b"] = "x" }).ToString().ShouldBe("""f({"a":1,"b":"x"})""");
        new Usage { InputTokens = 3, OutputTokens = 4, CachedTokens = 1 }.ToString().ShouldBe("3 in, 4 out, 1 cached, 0 for reasoning");
    }

    [Fact]
    public void Counts_that_are_set_have_a_breakdown_to_be_kept_in()
    {
        var usage = new Usage { InputTokens = 9, CachedTokens = 3, ReasoningTokens = 4 };
        usage.Details!.ToJsonString()
            .ShouldBe("""{"input_tokens_details":{"cached_tokens":3},"output_tokens_details":{"reasoning_tokens":4}}""");
        new Usage { InputTokens = 9, Details = usage.Details }.ShouldBe(usage);
        new Usage { InputTokens = 9 }.Details.ShouldBeNull();
    }

    [Fact]
    public void Usages_with_equal_counts_are_equal()
    {
        Usage Create(int cached) =>
            new() { InputTokens = 1, Details = new JsonObject { ["cache_read_input_tokens"] = cached, ["other"] = 1 } };
        Create(1).ShouldBe(Create(1));
        Create(1).GetHashCode().ShouldBe(Create(1).GetHashCode());
        Create(1).ShouldNotBe(Create(2));
        new Usage { Details = new JsonObject { ["other"] = 1 } }.ShouldNotBe(new Usage { Details = new JsonObject { ["other"] = 2 } });
    }

    [Fact]
    public async Task A_chain_adds_up_all_counts_of_its_answers()
    {
        var round = 0;
        var model = new FakeModel((_, context, _) =>
        {
            context.Usage = new Usage
            {
                InputTokens = 10,
                OutputTokens = round == 0 ? 2 : null,
                Details = Breakdown(3, 4, 0.25),
            };
            return (round++ == 0
                ? [new ToolCallNameEvent("upper") { ToolCallId = "c1" }, StreamEvent("{}")]
                : (StreamEvent[])["done"]).ToAsyncEnumerable();
        });
        var chain = model.Chain("go", new PromptOptions { Tools = [Tool.FromMethod(() => "UP", "upper")] });
        chain.Usage.ShouldBeNull();
        await chain.GetTextAsync();
        chain.Usage.ShouldBe(new Usage
        {
            InputTokens = 20,
            OutputTokens = 2,
            CachedTokens = 6,
            ReasoningTokens = 8,
            Details = Breakdown(6, 8, 0.5),
        });

        static JsonObject Breakdown(int cached, int reasoning, double cost) => new()
        {
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = reasoning },
            ["cost"] = cost,
        };

        static StreamEvent StreamEvent(string arguments) => new ToolCallArgumentsEvent(arguments) { ToolCallId = "c1" };
    }
}
