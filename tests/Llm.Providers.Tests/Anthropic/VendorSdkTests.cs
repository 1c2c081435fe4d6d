using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Tests;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>Our provider beside the vendor's SDK for npm: equal requests, and equal readings of the same streams.</summary>
public class VendorSdkTests(SdkRun run) : IClassFixture<SdkRun>
{
    public static TheoryData<string> Names => [.. SdkRun.Names];

    [Fact]
    public async Task The_versions_are_those_that_were_recorded()
    {
        var recorded = JsonText.Parse(File.ReadAllBytes(SharedData.Path("data", "vendor-wire", "anthropic.json")))!;
        await SdkRun.Package.CheckVersionsAsync((string)recorded["version"]!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_requests_are_equal(string name)
    {
        var (ours, theirs) = (run.Ours(name).Request, run.Theirs(name).Request);
        (ours.Method, ours.PathAndQuery).ShouldBe((theirs.Method, theirs.PathAndQuery));
        foreach (var header in (string[])["anthropic-version", "authorization", "x-api-key", "anthropic-beta", "content-type"])
            ours.Header(header).ShouldBe(theirs.Header(header), header);
        // Not one difference in the bodies; the order of members means nothing.
        ours.Json.ShouldBeJson(theirs.Json.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_answers_are_read_alike(string name)
    {
        var (ours, theirs) = (run.Ours(name).Answer, run.Theirs(name).Answer);
        ours.Text.ShouldBe((string)theirs["text"]!);
        ours.Reasoning.ShouldBe((string)theirs["reasoning"]!);
        var calls = ours.ToolCalls.Select(call => new JsonObject
        {
            ["id"] = call.ToolCallId,
            ["name"] = call.Name,
            ["input"] = call.Arguments.DeepClone(),
        });
        new JsonArray([.. calls]).ShouldBeJson(theirs["calls"]!.ToJsonString());
        FinishReason.FromProvider((string)theirs["stop"]!).ShouldBe(ours.FinishReason);
        (ours.Usage!.InputTokens, ours.Usage.OutputTokens, ours.Usage.CachedTokens)
            .ShouldBe(((int?)theirs["input"], (int?)theirs["output"], (int?)theirs["cached"]));
        var kept = ours.Messages[0].Parts.OfType<ReasoningPart>().Select(part => part.ProviderMetadata!["anthropic"]!.AsObject())
            .OrderBy(metadata => metadata.ContainsKey("data")).Select(metadata => metadata.Text("signature") ?? metadata.Text("data"));
        kept.ShouldBe(theirs["thinking"]!.AsArray().Select(one => (string)one!));
        ours.RawJson!["content"]!.AsArray().Count.ShouldBe(ours.Messages[0].Parts.Count);
    }
}
