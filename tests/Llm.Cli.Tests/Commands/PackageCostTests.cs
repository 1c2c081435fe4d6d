using System.Text.Json.Nodes;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Cli.Tests.Commands;

/// <summary>What models of packages cost, in the currency of each package, where the cost of other models is shown too.</summary>
public sealed class PackageCostTests : IAsyncLifetime
{
    private readonly CommandRunner llm = new() { LoadPlugins = null };

    private FakeServer server = null!;

    public async ValueTask InitializeAsync() => server = await FakeServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        llm.Dispose();
    }

    [Fact]
    public async Task The_cost_of_an_answer_is_in_the_currency_of_the_package()
    {
        await SetUpAsync("yi");
        await SetUpAsync("zhipuai");
        await SetUpAsync("x");
        // 20 RMB for a million tokens, in and out.
        (await AskAsync("yi/yi-large", "--cost")).Error.ShouldBe("Token usage: 1,000 input, 500 output, 0.03 RMB\n");
        (await AskAsync("zhipuai/glm-4-flash", "--cost")).Error.ShouldBe("Token usage: 1,000 input, 500 output, free\n");
        (await AskAsync("x/grok-3", "--cost")).Error.ShouldBe("Token usage: 1,000 input, 500 output, $0.0105\n");
        (await llm.RunAsync("config", "set", "usage.cost", "true")).ExitCode.ShouldBe(0);
        (await AskAsync("yi/yi-large", "-u")).Error.ShouldBe("Token usage: 1,000 input, 500 output, 0.03 RMB\n");
        // Nothing is estimated: without tokens there is no cost.
        server.Enqueue(FakeReply.Text("""{"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]}""", "application/json"));
        (await llm.RunAsync("prompt", "-m", "yi/yi-large", "hi", "--no-log", "--cost", "--no-stream")).Error.ShouldEndWith("cost unknown\n");
    }

    [Fact]
    public async Task The_log_and_its_JSON_have_the_cost_in_its_currency()
    {
        await SetUpAsync("yi");
        await SetUpAsync("x");
        await AskAsync("yi/yi-large");
        await AskAsync("x/grok-3");
        (await llm.RunAsync("logs", "--cost")).Output.ShouldContain("1,000 input, 500 output, 0.03 RMB");
        (await llm.RunAsync("logs", "-s", "--cost")).Output.ShouldContain("cost: 0.03 RMB");
        var turns = JsonNode.Parse((await llm.RunAsync("logs", "--json", "--cost")).Output)!.AsArray();
        (turns[0]!["cost_usd"], (double?)turns[0]!["cost"], (string?)turns[0]!["currency"]).ShouldBe((null, 0.03, "RMB"));
        ((double?)turns[1]!["cost_usd"], turns[1]!.AsObject().ContainsKey("cost")).ShouldBe((0.0105, false));
        // The user's own price comes first.
        llm.User.Write("prices.yaml", "yi/yi-large: {input: 1, output: 2}\n");
        (await llm.RunAsync("logs", "--cost", "-n", "2")).Output.ShouldContain("1,000 input, 500 output, $0.002");
    }

    [Fact]
    public async Task Sums_keep_the_currencies_apart()
    {
        await SetUpAsync("yi");
        await SetUpAsync("x");
        await AskAsync("yi/yi-large");
        await AskAsync("yi/yi-large");
        await AskAsync("x/grok-3");
        var table = (await llm.RunAsync("usage", "--by", "model")).Output.Split('\n');
        table[1].ShouldMatch(@"^x/grok-3 +1 .* \$0\.0105$");
        table[2].ShouldMatch(@"^yi/yi-large +2 .* 0\.06 RMB$");
        table[3].ShouldMatch(@"^total +3 .* \$0\.0105 \+ 0\.06 RMB$");
        var rows = JsonNode.Parse((await llm.RunAsync("usage", "--by", "model", "--json")).Output)!.AsArray();
        ((double?)rows[0]!["cost_usd"], rows[0]!.AsObject().ContainsKey("other_costs")).ShouldBe((0.0105, false));
        (rows[1]!["cost_usd"], rows[1]!["other_costs"]!.ToJsonString(), (int?)rows[1]!["unpriced_responses"]).ShouldBe((null, """{"RMB":0.06}""", 0));
        var csv = (await llm.RunAsync("usage", "--by", "model", "--csv")).Output.Split('\n');
        csv[0].ShouldEndWith(",cost_usd,unpriced_responses,other_costs");
        csv[1].ShouldEndWith(",0.0105,0,");
        csv[2].ShouldEndWith(",,0,0.06 RMB");
        // What is gone has no price any more.
        (await llm.RunAsync("providers", "remove", "yi")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("usage", "--by", "model")).Error.ShouldContain("is not known: yi/yi-large");
    }

    [Fact]
    public async Task A_preset_keeps_its_price_beside_a_package_of_the_same_name()
    {
        (await llm.RunAsync("providers", "add", DifyPackages.FolderOf("groq"))).ExitCode.ShouldBe(0);
        using var host = LlmHost.Create(new LlmHostOptions { Directory = llm.User.Directory });
        var prices = host.Prices;
        var usage = new Llm.Usage { InputTokens = 1_000_000, OutputTokens = 0 };
        prices.FindCost("dify:groq/llama-3.1-8b-instant", null, DateTimeOffset.UtcNow, usage).ShouldBe(new CallCost(0.05m, "USD"));
        var preset = prices.FindCost("groq/llama-3.1-8b-instant", null, DateTimeOffset.UtcNow, usage);
        preset.ShouldBe(PriceTable.Load(llm.User.Directory).FindCost("groq/llama-3.1-8b-instant", null, DateTimeOffset.UtcNow, usage));
    }

    private async Task SetUpAsync(string name)
    {
        (await llm.RunAsync("providers", "add", DifyPackages.FolderOf(name))).ExitCode.ShouldBe(0);
        var set = await llm.RunAsync(
            "providers", "configure", name, "--no-check", "--set", "api_key", "k", "--set", "endpoint_url", server.BaseAddress);
        set.ExitCode.ShouldBe(0, set.Error);
    }

    private async Task<CommandResult> AskAsync(string model, params string[] options)
    {
        server.Enqueue(FakeAnswer.FromPieces("Hello") with { InputTokens = 1000, OutputTokens = 500 });
        var result = await llm.RunAsync(["prompt", "-m", model, "hi", .. options]);
        result.ExitCode.ShouldBe(0, result.Error);
        return result;
    }
}
