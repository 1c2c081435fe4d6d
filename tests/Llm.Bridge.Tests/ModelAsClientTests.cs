using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Llm.Json;
using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>Models as clients: our own, and those that were a vendor's client before.</summary>
public class ModelAsClientTests : BridgeTest
{
    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "weather", "Tells the weather.", JsonElement.Parse("""{"type": "object", "properties": {"city": {"type": "string"}}}"""));

    public static TheoryData<string, bool> Clients =>
        new MatrixTheoryData<string, bool>(["chat", "responses", "anthropic", "openai"], [true, false]);

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Text_comes_with_what_is_told_about_it(string kind, bool stream)
    {
        var before = DateTimeOffset.UtcNow;
        Server.Enqueue(FakeAnswer.FromPieces("Hel", "lo") with { InputTokens = 7, OutputTokens = 3 });
        var answer = await AskAsync(kind, stream, "Hi", new ChatOptions { Instructions = "Be kind." });
        answer.Text.ShouldBe("Hello");
        answer.Messages.ShouldHaveSingleItem().Role.ShouldBe(ChatRole.Assistant);
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount).ShouldBe((7, 3, 10));
        answer.ResponseId.ShouldBe(kind switch { "anthropic" => "msg_fake", "responses" => "resp_fake", _ => "chatcmpl-fake" });
        answer.CreatedAt!.Value.ShouldBeInRange(before, DateTimeOffset.UtcNow);
        answer.ModelId.ShouldBe(kind switch { "anthropic" => "claude-fake", "openai" => "gpt-fake", _ => "own-fake" });
        if (!stream) answer.RawRepresentation.ShouldBeOfType<Response>().Text.ShouldBe("Hello");
        PythonJson.Compact(Server.Requests[0].Json).ShouldContain("Be kind.");
        Server.Requests[0].WantsStream.ShouldBe(stream);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Two_calls_at_once_come_whole_and_take_their_results(string kind, bool stream)
    {
        Server.Enqueue(TwoCalls);
        var options = new ChatOptions { Tools = [Weather] };
        var history = new List<ChatMessage> { new(ChatRole.System, "Be brief."), new(ChatRole.User, "Weather?") };
        var first = await AskAsync(kind, stream, history, options);
        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        first.Text.ShouldBe("Let me see.");
        var calls = first.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
        calls.Select(call => $"{call.CallId} {call.Name} {call.Arguments!["city"]}")
            .ShouldBe(["call_1 weather Köln", "call_2 weather Oslo"]);
        calls[0].Arguments!["days"].ShouldBeOfType<JsonElement>().GetInt32().ShouldBe(2);
        calls[1].Arguments!["days"].ShouldBeNull();
        calls.ShouldAllBe(call => !call.InformationalOnly && call.Exception == null);

        history.AddRange(first.Messages);
        history.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select((call, i) => new FunctionResultContent(call.CallId, $"sun {i}"))]));
        (await AskAsync(kind, stream, history, options)).Text.ShouldBe("results: sun 0 | sun 1");
        var sent = PythonJson.CompactUnescaped(Server.Requests[1].Json);
        foreach (var text in (string[])["Be brief.", "Let me see.", "Tells the weather.", "Oslo"]) sent.ShouldContain(text);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_schema_holds_the_answer(string kind, bool stream)
    {
        var format = ChatResponseFormat.ForJsonSchema(
            JsonElement.Parse("""{"type": "object", "properties": {"age": {"type": "integer"}}}"""), "dog", "A dog");
        var answer = await AskAsync(kind, stream, """REPLY {"age": 3}""", new ChatOptions { ResponseFormat = format });
        JsonElement.Parse(answer.Text).GetProperty("age").GetInt32().ShouldBe(3);
        var sent = Server.Requests[0].Json;
        var schema = kind switch
        {
            "responses" => sent["text"]!["format"]!["schema"]!,
            "anthropic" => sent["output_config"]!["format"]!["schema"]!,
            _ => sent["response_format"]!["json_schema"]!["schema"]!,
        };
        schema["properties"]!["age"]!["type"]!.GetValue<string>().ShouldBe("integer");
        (schema["title"], schema["description"]).ShouldBe((null, null));
        var named = kind == "responses" ? sent["text"]!["format"] : sent["response_format"]?["json_schema"];
        if (kind != "anthropic")
            (named!["name"]!.GetValue<string>(), named["description"]!.GetValue<string>()).ShouldBe(("dog", "A dog"));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_image_goes_along_as_bytes_or_as_an_address(string kind, bool stream)
    {
        var question = new ChatMessage(
            ChatRole.User, [new TextContent("What is this?"), new DataContent(Png, "image/png"), new UriContent(
                "https://example.org/a.png", "image/png")]);
        await AskAsync(kind, stream, [question], null);
        var sent = PythonJson.Compact(Server.Requests[0].Json);
        sent.ShouldContain("What is this?");
        sent.ShouldContain(Convert.ToBase64String(Png));
        sent.ShouldContain("https://example.org/a.png");
    }

    [Theory]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    public async Task Reasoning_comes_and_goes_back_with_what_its_provider_wants(string kind, bool stream)
    {
        Server.Enqueue(new FakeAnswer { Reasoning = "Hm, let me think.", Pieces = ["Yes", "."], ReasoningTokens = 4 });
        var history = new List<ChatMessage> { new(ChatRole.User, "Well?") };
        var first = await AskAsync(kind, stream, history, null);
        first.Messages.ShouldHaveSingleItem().Contents.Select(content => content.GetType())
            .ShouldBe([typeof(TextReasoningContent), typeof(TextContent)]);
        first.Messages[0].Contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("Hm, let me think.");
        if (kind == "responses") first.Usage!.ReasoningTokenCount.ShouldBe(4);

        // A caller may store the messages as JSON in between.
        history.AddRange(JsonSerializer.Deserialize<IList<ChatMessage>>(
            JsonSerializer.Serialize(first.Messages, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!);
        history.Add(new ChatMessage(ChatRole.User, "Sure?"));
        await AskAsync(kind, stream, history, null);
        var sent = Server.Requests[1].Json;
        if (kind == "responses")
        {
            sent["input"]![1]!.ToJsonString().ShouldBe(
                """{"type":"reasoning","id":"rs_1","encrypted_content":"fake-encrypted","summary":[{"type":"summary_text","text":"Hm, let me think."}]}""");
        }
        else
        {
            sent["messages"]![1]!["content"]![0]!["signature"]!.GetValue<string>().ShouldBe("fake-signature");
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_cancelled_request_stops_soon(string kind, bool stream)
    {
        using var cancel = new CancellationTokenSource();
        var slow = "SLOW 100\nREPLY " + string.Join(' ', Enumerable.Range(0, 600));
        if (!stream) cancel.CancelAfter(200);
        var watch = Stopwatch.StartNew();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            if (!stream) await ClientOf(kind).GetResponseAsync(slow, cancellationToken: cancel.Token);
            await foreach (var _ in ClientOf(kind).GetStreamingResponseAsync(
                slow, cancellationToken: cancel.Token)) await cancel.CancelAsync();
        });
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("anthropic")]
    public async Task A_caller_that_stops_reading_stops_the_request(string kind)
    {
        var slow = "SLOW 50\nREPLY " + string.Join(' ', Enumerable.Range(0, 2000));
        var watch = Stopwatch.StartNew();
        await foreach (var update in ClientOf(kind).GetStreamingResponseAsync(slow))
        {
            if (update.Text.Length > 0) break;
        }

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_answer_that_hit_its_limit_says_so(string kind, bool stream)
    {
        Server.Enqueue(FakeAnswer.FromPieces("half") with { FinishReason = FinishReason.Length });
        (await AskAsync(kind, stream, "q", null)).FinishReason.ShouldBe(ChatFinishReason.Length);
        Server.Enqueue(FakeAnswer.FromPieces("half") with { FinishReason = FinishReason.ContentFilter });
        (await AskAsync(kind, stream, "q", null)).FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("openai")]
    public async Task All_updates_name_the_answer_as_the_provider_does(string kind)
    {
        var updates = await ClientOf(kind).GetStreamingResponseAsync("REPLY a b c").ToListAsync();
        var expected = (kind == "responses" ? "resp_fake" : "chatcmpl-fake", kind == "openai" ? "gpt-fake" : "own-fake");
        updates.Select(update => (update.ResponseId, update.ModelId)).Distinct().ShouldHaveSingleItem().ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task The_model_that_answered_is_named(string kind, bool stream)
    {
        Server.Enqueue(request =>
        {
            var reply = FakeAnswer.FromPieces("hi").ReplyTo(request);
            return reply with
            {
                Writes = [.. reply.Writes.Select(bytes =>
                    (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span).Replace("-fake\"", "-2099\"")))],
            };
        });
        (await AskAsync(kind, stream, "q", null)).ModelId
            .ShouldBe(kind switch { "anthropic" => "claude-2099", "openai" => "gpt-2099", _ => "own-2099" });
    }

    [Fact]
    public void Services_tell_who_answers()
    {
        using var client = ClientOf("chat");
        client.GetService<Model>()!.Id.ShouldBe("own-fake");
        var metadata = client.GetService<ChatClientMetadata>()!;
        (metadata.ProviderName, metadata.DefaultModelId).ShouldBe(("openai", "own-fake"));
        client.GetService<IChatClient>().ShouldBe(client);
        client.GetService<Model>("key").ShouldBeNull();
        ModelOf("anthropic").ToString().ShouldBe("anthropic: bridged");
    }

    private Task<ChatResponse> AskAsync(string kind, bool stream, string text, ChatOptions? options) =>
        AskAsync(kind, stream, [new ChatMessage(ChatRole.User, text)], options);

    private async Task<ChatResponse> AskAsync(string kind, bool stream, IEnumerable<ChatMessage> messages, ChatOptions? options) => stream
        ? await ClientOf(kind).GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
        : await ClientOf(kind).GetResponseAsync(messages, options);
}
