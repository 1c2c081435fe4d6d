using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>
/// OpenAI's own SDK for JavaScript (npm openai) against the same server: its requests equal ours but for
/// <see cref="LibraryDifferences"/>, and it reads the same from the same streams.
/// </summary>
public class OpenAILibraryTests : ServerTest
{
    private static readonly NodePackage Package = new("openai");

    public static TheoryData<string> Names => [.. LibraryConversations.All.Select(conversation => conversation.ToString())];

    [Fact]
    public async Task The_version_is_the_one_that_was_recorded()
    {
        var recorded = JsonText.Parse(await File.ReadAllBytesAsync(SharedData.Path("data", "vendor-wire", "openai.json")))!;
        await Package.CheckVersionsAsync((string)recorded["version"]!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task OpenAIs_SDK_sends_and_reads_the_same(string name)
    {
        Package.SkipWhereMissing();
        var conversation = LibraryConversations.All.Single(one => one.ToString() == name);
        foreach (var turn in conversation.Turns) Server.Enqueue(turn.Answer);
        var calls = conversation.Turns.Select(turn =>
        {
            var parameters = turn.Parameters.DeepClone().AsObject();
            parameters["model"] = Settings.Id;
            return new JsonObject { ["api"] = conversation.Api, ["parameters"] = parameters };
        });
        var output = await NodePackage.RunAsync(["openai.mjs", $"http://127.0.0.1:{Server.Port}/v1", Key], new JsonArray([.. calls]));
        var answers = JsonText.Parse(output)!.AsArray();
        var requests = Server.Requests;
        requests.Count.ShouldBe(conversation.Turns.Length);

        Response? previous = null;
        foreach (var (i, turn) in conversation.Turns.Index())
        {
            Server.Enqueue(turn.Answer);
            var options = turn.Options with { Key = Key };
            previous = previous is null
                ? await Model(conversation.Api).PromptAsync(turn.Text, options)
                : await previous.ReplyAsync(turn.Text, options);
            CompareRequests(Server.Requests[^1], requests[i], turn.Differences);
            CompareAnswers(previous, answers[i]!.AsObject());
        }
    }

    private static void CompareRequests(RecordedRequest ours, RecordedRequest theirs, LibraryDifference[] differences)
    {
        (ours.Method, ours.PathAndQuery).ShouldBe((theirs.Method, theirs.PathAndQuery));
        // Ours names the type of the stream that it asks for.
        (ours.Header("accept"), theirs.Header("accept")).ShouldBe(("text/event-stream, application/json", "application/json"));
        foreach (var header in (string[])["authorization", "content-type", "openai-organization", "openai-project"])
            ours.Header(header).ShouldBe(theirs.Header(header), header);
        var body = theirs.Json;
        LibraryDifference.ApplyAll(differences, body);
        ours.Json.ShouldBeJson(PythonJson.Compact(body));
    }

    private static void CompareAnswers(Response ours, JsonObject theirs)
    {
        ours.Text.ShouldBe(theirs.Text("text"));
        ours.Reasoning.ShouldBe(theirs.Text("reasoning"));
        var calls = ours.ToolCalls.Select(call => new JsonObject
        {
            ["id"] = call.ToolCallId,
            ["name"] = call.Name,
            ["arguments"] = call.Arguments.DeepClone(),
        });
        new JsonArray([.. calls]).ShouldBeJson(PythonJson.Compact(theirs["calls"]));
        ours.FinishReason.ShouldBe(FinishReason.FromProvider(theirs.Text("finish")));
        (ours.Usage!.InputTokens, ours.Usage.OutputTokens, ours.Usage.CachedTokens, ours.Usage.ReasoningTokens).ShouldBe(
            (theirs.Integer("input"), theirs.Integer("output"), theirs.Integer("cached"), theirs.Integer("reasoned")));
    }
}
