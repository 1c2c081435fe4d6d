namespace Llm.Hosting.Tests.Telemetry;

public sealed class MetricTests : IAsyncLifetime
{
    private ServedDirectory served = null!;
    private Recorder recorder = null!;
    private LlmHost host = null!;

    public async ValueTask InitializeAsync()
    {
        served = await ServedDirectory.StartAsync();
        recorder = new Recorder(served.WireName);
        host = served.CreateHost();
    }

    [Fact]
    public async Task A_prompt_is_measured()
    {
        var response = await host.GetModel("chat").PromptAsync("a b c");
        var duration = recorder.Of("gen_ai.client.operation.duration").ShouldHaveSingleItem();
        duration.Value.ShouldBe(response.Duration.TotalSeconds);
        duration.Instrument.Unit.ShouldBe("s");
        var tags = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "openai",
            ["gen_ai.request.model"] = served.WireName,
            ["gen_ai.response.model"] = served.WireName,
            ["server.address"] = "127.0.0.1",
            ["server.port"] = served.Server.Port,
        };
        duration.Tags.ShouldBe(tags, ignoreOrder: true);
        var first = recorder.Of("gen_ai.client.operation.time_to_first_chunk").ShouldHaveSingleItem();
        first.Value.ShouldBeInRange(0, duration.Value);
        first.Tags.ShouldBe(tags, ignoreOrder: true);
        var tokens = recorder.Of("gen_ai.client.token.usage");
        tokens.Select(measurement => (measurement.Tags["gen_ai.token.type"], measurement.Value))
            .ShouldBe([("input", 3.0), ("output", 4.0)]);
        tokens[0].Tags.ShouldBe(tags.Append(new("gen_ai.token.type", "input")), ignoreOrder: true);
        tokens[0].Instrument.Unit.ShouldBe("{token}");
    }

    [Fact]
    public async Task Only_what_is_known_is_measured()
    {
        await Should.ThrowAsync<LlmException>(
            () => host.GetModel("chat").Ask("ERR 500", new PromptOptions { Stream = false }).CompleteAsync());
        recorder.Of("gen_ai.client.operation.duration").ShouldHaveSingleItem().Tags["error.type"].ShouldBe("500");
        recorder.Of("gen_ai.client.token.usage").ShouldBeEmpty();
        recorder.Of("gen_ai.client.operation.time_to_first_chunk").ShouldBeEmpty();
        await host.GetModel("chat").PromptAsync("hi", new PromptOptions { Stream = false });
        recorder.Of("gen_ai.client.operation.time_to_first_chunk").ShouldBeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        host.Dispose();
        recorder.Dispose();
        return served.DisposeAsync();
    }
}
