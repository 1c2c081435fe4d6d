using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>Clients of vendors' packages as models.</summary>
public class ClientAsModelTests : BridgeTest
{
    private static readonly Tool Weather = new("weather", "Tells the weather.", new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["city"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("city"),
    });

    public static TheoryData<string, string> Promises =>
        new MatrixTheoryData<string, string>(["anthropic", "openai"], ModelConformance.Checks.Keys);

    [Theory]
    [MemberData(nameof(Promises))]
    public Task Every_client_keeps_the_promises_of_a_model(string vendor, string check) => ModelConformance.Checks[check](
        new ModelUnderTest(ModelOf(vendor), text => $"echo: {text}")
        {
            Key = Key,
            LongPrompt = "SLOW 200\nREPLY " + string.Join(' ', Enumerable.Range(0, 100)),
            FailingPrompt = "ERR 500",
            BadOption = KeyValuePair.Create<string, JsonNode>("temperature", JsonValue.Create(9)),
        });

    [Theory]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    public async Task Two_calls_at_once_come_with_their_arguments_and_take_their_results(string vendor, bool stream)
    {
        Server.Enqueue(TwoCalls);
        var first = await ModelOf(vendor).PromptAsync(
            "Weather?", new PromptOptions { Tools = [Weather], Stream = stream, System = "Be brief." });
        first.Text.ShouldBe("Let me see.");
        first.ToolCalls.Select(call => $"{call.ToolCallId} {call.Name} {call.Arguments.ToJsonString()}").ShouldBe(
            ["""call_1 weather {"city":"K\u00F6ln","days":2}""", """call_2 weather {"city":"Oslo","days":null}"""]);
        first.RawJson!["finish_reason"]!.GetValue<string>().ShouldBe("tool_calls");

        var results = first.ToolCalls.Select((call, i) => new ToolResult("weather", $"sun {i}", call.ToolCallId)).ToList();
        var second = await first.ReplyAsync(null, new PromptOptions { ToolResults = results, Stream = stream });
        second.Text.ShouldBe("results: sun 0 | sun 1");
        var sent = Server.Requests[1].Json;
        sent["tools"]!.AsArray().Count.ShouldBe(1);
        sent.ToJsonString().ShouldContain("Tells the weather.");
        sent.ToJsonString().ShouldContain("Be brief.");
        sent.ToJsonString().ShouldContain("Let me see.");
        sent.ToJsonString().ShouldContain("call_2");
    }

    [Fact]
    public async Task The_time_of_an_answer_is_written_the_same_everywhere()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.TimeSeparator = ".";
        CultureInfo.CurrentCulture = culture;
        using var client = new ScriptedClient(new ChatMessage(ChatRole.Assistant, "hi"))
        {
            CreatedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
        var response = await client.AsModel("m").PromptAsync("q", new PromptOptions { Stream = false });
        response.RawJson!["created_at"]!.GetValue<string>().ShouldBe("2026-01-02T03:04:05Z");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reasoning_comes_and_goes_back_with_its_signature(bool stream)
    {
        Server.Enqueue(new FakeAnswer { Reasoning = "Hm, let me think.", Pieces = ["Yes", "."] });
        var first = await ModelOf("anthropic").PromptAsync("Well?", new PromptOptions { Stream = stream });
        first.Reasoning.ShouldBe("Hm, let me think.");
        first.Messages.ShouldHaveSingleItem().Parts.Select(part => part.GetType()).ShouldBe([typeof(ReasoningPart), typeof(TextPart)]);
        first.Messages[0].Parts[0].ProviderMetadata!.ToJsonString().ShouldBe("""{"extensions_ai":{"protected_data":"fake-signature"}}""");
        await first.ReplyAsync("Sure?");
        Server.Requests[1].Json["messages"]![1]!["content"]![0]!.ToJsonString()
            .ShouldBe("""{"type":"thinking","thinking":"Hm, let me think.","signature":"fake-signature"}""");
    }

    [Theory]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    public async Task Usage_and_the_model_that_answered_are_told(string vendor, bool stream)
    {
        Server.Enqueue(FakeAnswer.FromPieces("a", "b") with { InputTokens = 7, OutputTokens = 3, ReasoningTokens = vendor == "openai" ? 2 : 0 });
        var response = await ModelOf(vendor).PromptAsync("q", new PromptOptions { Stream = stream });
        (response.Usage!.InputTokens, response.Usage.OutputTokens).ShouldBe((7, 3));
        if (vendor == "openai") response.Usage.Details!["output_tokens_details"]!["reasoning_tokens"]!.GetValue<long>().ShouldBe(2);
        response.ResolvedModel.ShouldBe(vendor == "anthropic" ? "claude-fake" : "gpt-fake");
        response.RawJson!["id"]!.GetValue<string>().ShouldBe(vendor == "anthropic" ? "msg_fake" : "chatcmpl-fake");
        response.RawJson["finish_reason"]!.GetValue<string>().ShouldBe("stop");
        (response.FinishReason, response.ResponseId, response.ResponseModel)
            .ShouldBe((FinishReason.Stop, response.RawJson["id"]!.GetValue<string>(), response.ResolvedModel));
        (response.Usage.ReasoningTokens ?? 0).ShouldBe(vendor == "openai" ? 2 : 0);
    }

    [Theory]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    public async Task The_reason_why_the_answer_ended_is_reported(string vendor, bool stream)
    {
        foreach (var reason in (FinishReason[])[FinishReason.Length, FinishReason.ContentFilter])
        {
            Server.Enqueue(FakeAnswer.FromPieces("half") with { FinishReason = reason, CachedTokens = 3 });
            var response = await ModelOf(vendor).PromptAsync("q", new PromptOptions { Stream = stream });
            response.FinishReason.ShouldBe(reason);
            response.Usage!.CachedTokens.ShouldBe(3);
            FinishReason.FromPayload(response.RawJson).ShouldBe(reason);
        }
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_schema_holds_the_answer(string vendor)
    {
        var schema = new JsonObject
        {
            ["title"] = "A dog",
            ["type"] = "object",
            ["properties"] = new JsonObject { ["name"] = new JsonObject { ["type"] = "string" } },
            ["required"] = new JsonArray("name"),
        };
        var response = await ModelOf(vendor).PromptAsync("""REPLY {"name": "Rex"}""", new PromptOptions { Schema = schema });
        JsonNode.Parse(response.Text)!["name"]!.GetValue<string>().ShouldBe("Rex");
        var sent = Server.Requests[0].Json;
        var format = vendor == "anthropic" ? sent["output_config"]!["format"]! : sent["response_format"]!["json_schema"]!;
        format["schema"]!["properties"]!["name"]!["type"]!.GetValue<string>().ShouldBe("string");
        if (vendor == "openai") format["name"]!.GetValue<string>().ShouldBe("A_dog");
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task An_image_goes_along_as_bytes_or_as_an_address(string vendor)
    {
        Attachment[] attachments = [Attachment.FromBytes(Png), Attachment.FromUrl("https://example.org/a.png", "image/png")];
        await ModelOf(vendor).PromptAsync("What is this?", new PromptOptions { Attachments = attachments });
        var content = Server.Requests[0].Json["messages"]![0]!["content"]!.AsArray();
        content.Count.ShouldBe(3);
        PythonJson.Compact(content[1]).ShouldContain(Convert.ToBase64String(Png));
        content[2]!.ToJsonString().ShouldContain("https://example.org/a.png");
    }

    [Fact]
    public async Task An_attachment_that_the_client_does_not_take_is_refused_before_the_request()
    {
        byte[] sound =
        [
            .. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 64, 31, 0, 0, 64, 31, 0, 0, 1, 0, 8, 0, .. "data"u8, 0, 0, 0, 0,
        ];
        var options = new PromptOptions { Attachments = [Attachment.FromBytes(sound)] };
        (await Should.ThrowAsync<LlmException>(
            async () => await ModelOf("openai").PromptAsync("x", options))).Message.ShouldContain("audio/wav");
        var unknown = new PromptOptions { Attachments = [Attachment.FromUrl("https://example.org/a")] };
        (await Should.ThrowAsync<LlmException>(
            async () => await ModelOf("openai").PromptAsync("x", unknown))).Message.ShouldContain("set the attachment's Type");
        Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_server_that_repeats_the_key_does_not_give_it_away(string vendor)
    {
        Server.Enqueue(FakeReply.Error(401, $"The key {Key} is wrong"));
        var error = await Should.ThrowAsync<LlmException>(async () => await ModelOf(vendor).PromptAsync("q"));
        error.Message.ShouldStartWith("The client of bridged failed: ");
        error.Message.ShouldContain("The key [...] is wrong");
        error.ToString().ShouldNotContain(Key);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_lost_connection_keeps_what_came(string vendor)
    {
        var response = ModelOf(vendor).Ask("CUT\nREPLY one two three");
        await Should.ThrowAsync<LlmException>(async () => await response);
        response.Response!.Text.ShouldBe("one two ");
        response.Response.Incomplete!.ShouldStartWith("error: The client of bridged failed");
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_cancelled_answer_stops_the_request_and_keeps_what_came(string vendor)
    {
        using var cancel = new CancellationTokenSource();
        var response = ModelOf(vendor).Ask("SLOW 100\nREPLY " + string.Join(' ', Enumerable.Range(0, 1000)));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in response.WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
        response.Response!.Incomplete.ShouldBe("cancelled");
        response.Response.Text.ShouldBe("0 ");
    }
}
