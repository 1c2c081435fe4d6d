using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.OpenAI;
using Llm.Testing;
using OllamaSharp;
using OllamaSharp.Models.Chat;

namespace Llm.Providers.Tests.Ollama;

/// <summary>
/// Ollama's own library for JavaScript (npm ollama) and OllamaSharp against the same server: their requests equal ours, but for the
/// differences that are named here, and they read the same from the same streams.
/// </summary>
public class OllamaLibraryTests : OllamaTest
{
    private const string Version = "0.6.4";
    private const string SharpVersion = "5.5.2";

    private static Case[] Cases => [Text(), Tools(), Images(), Thinking(), Schema()];

    [Fact]
    public async Task Ollamas_library_sends_and_reads_the_same()
    {
        await new NodePackage("ollama").CheckVersionsAsync(Version);
        var cases = Cases;
        foreach (var one in cases) Server.Enqueue(one.Reply);
        var calls = new JsonArray([.. cases.Select(one => one.Parameters)]);
        var output = await NodePackage.RunAsync(["ollama.mjs", $"http://127.0.0.1:{Server.Port}"], calls);
        var answers = JsonText.Parse(output)!.AsArray();
        var requests = Server.Requests;
        requests.Count.ShouldBe(cases.Length);
        for (var i = 0; i < cases.Length; i++) await CompareAsync(cases[i], requests[i], requests[i].Json, answers[i]!.AsObject());
    }

    [Fact]
    public async Task OllamaSharp_sends_and_reads_the_same()
    {
        typeof(OllamaApiClient).Assembly.GetName().Version!.ToString(3).ShouldBe(SharpVersion);
        using var client = new OllamaApiClient(new Uri($"http://127.0.0.1:{Server.Port}"));
        foreach (var one in Cases)
        {
            Server.Enqueue(one.Reply);
            var answer = await AskAsync(client, JsonSerializer.Deserialize<ChatRequest>(PythonJson.Compact(one.Parameters))!);
            var request = Server.Requests[^1];
            var body = request.Json;
            // A member of the library's own object, which it sends by mistake.
            body.Remove("CustomHeaders").ShouldBeTrue();
            // It sends members without a value, such as the index of a call.
            await CompareAsync(one, request, (JsonObject)PayloadTrimming.WithoutNulls(body), answer);
        }
    }

    private static Case Text() => new(
        """
        {"messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hello"}],
         "options": {"temperature": 0.5, "num_predict": 100, "stop": ["END"]}, "keep_alive": "5m"}
        """,
        "Hello",
        (new PromptOptions { System = "Be brief" })
            .With(Json("""{"temperature": 0.5, "num_predict": 100, "stop": "END", "keep_alive": "5m"}""")),
        FakeReply.Lines(
            Line("\"content\":\"Hi, \\u00e9\""), Line("\"content\":\"\\ud83d\\ude00\\n\""), Line("\"content\":\"!\""), Last("length")));

    private static Case Tools() => new(
        """
        {"messages": [{"role": "user", "content": "x"},
          {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "add", "arguments": {"a": 1, "b": 2}}},
           {"function": {"name": "add", "arguments": {"a": 3, "b": 4}}}]},
          {"role": "tool", "tool_name": "add", "content": "3"}, {"role": "tool", "tool_name": "add", "content": "Error: broken"}],
         "tools": [{"type": "function", "function": {"name": "add", "description": "Adds", "parameters": {"type": "object",
          "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}}}]}
        """,
        null,
        new PromptOptions
        {
            Messages =
            [
                Message.User("x"), Message.Assistant(Call("""{"a": 1, "b": 2}""", "c1"), Call("""{"a": 3, "b": 4}""", "c2")),
                Message.Tool(
                [
                    new ToolResultPart { Name = "add", Output = "3", ToolCallId = "c1" },
                    new ToolResultPart { Name = "add", Output = "Error: broken", ToolCallId = "c2", Exception = "Exception: broken" },
                ]),
            ],
            Tools = [Add],
        },
        FakeReply.Lines(
            Line("""  "content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":2}}},{"function":{"name":"f","arguments":{}}}] """),
            Line("""  "content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":"g","arguments":{"s":["é"]}}}] """), Last()));

    private static Case Images() => new(
        $$"""{"messages": [{"role": "user", "content": "What?", "images": ["{{SampleFiles.Base64(SampleFiles.Png)}}"]}]}""",
        "What?",
        new PromptOptions { Attachments = [Attachment.FromBytes(SampleFiles.Png)] },
        FakeReply.Lines(Line("\"content\":\"A dot\""), Last()));

    private static Case Thinking() => new(
        """
        {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "Hi", "thinking": "hm"},
          {"role": "user", "content": "y"}], "think": "high"}
        """,
        null,
        new PromptOptions
        {
            Messages = [Message.User("x"), Message.Assistant(new ReasoningPart("hm"), new TextPart("Hi")), Message.User("y")],
        }.With("think", "high"),
        FakeReply.Lines(
            Line("\"content\":\"\",\"thinking\":\"Let me \""), Line("\"content\":\"\",\"thinking\":\"see.\""), Line("\"content\":\"Hi\""),
            Last()));

    private static Case Schema()
    {
        const string schema = """{"type": "object", "properties": {"a": {"type": "string", "minLength": 3}}, "required": ["a"]}""";
        return new(
            $$"""{"messages": [{"role": "user", "content": "x"}], "format": {{schema}} }""",
            "x",
            new PromptOptions { Schema = Json(schema) },
            FakeReply.Lines(Line("""  "content":"{\"a\": \"b" """), Line("""  "content":"cd\"}" """), Last()));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task CompareAsync(Case one, RecordedRequest theirs, JsonObject body, JsonObject answer)
    {
        Server.Enqueue(one.Reply);
        var response = await NewModel().PromptAsync(one.Prompt, one.Options);
        var ours = Server.Requests[^1];
        (ours.Method, ours.PathAndQuery).ShouldBe((theirs.Method, theirs.PathAndQuery));
        ours.Json.ShouldBeJson(PythonJson.Compact(body));

        response.Text.ShouldBe(answer.Text("text"));
        string.Concat(response.Messages.SelectMany(message => message.Parts).OfType<ReasoningPart>().Select(part => part.Text))
            .ShouldBe(answer.Text("thoughts"));
        var calls = response.ToolCalls.Select(call => new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments.DeepClone() });
        new JsonArray([.. calls]).ShouldBeJson(PythonJson.Compact(answer["calls"]));
        (response.Usage!.InputTokens, response.Usage.OutputTokens).ShouldBe((answer.Integer("input"), answer.Integer("output")));
        response.RawJson!["done_reason"]!.GetValue<string>().ShouldBe(answer.Text("reason"));
    }

    private static async Task<JsonObject> AskAsync(OllamaApiClient client, ChatRequest request)
    {
        var (text, thoughts, calls) = ("", "", new JsonArray());
        ChatDoneResponseStream? last = null;
        await foreach (var line in client.ChatAsync(request, Cancelled))
        {
            text += line!.Message.Content;
            thoughts += line.Message.Thinking;
            foreach (var call in line.Message.ToolCalls ?? [])
            {
                var arguments = JsonSerializer.SerializeToNode(call.Function!.Arguments);
                calls.Add(new JsonObject { ["name"] = call.Function.Name, ["arguments"] = arguments });
            }

            last = line as ChatDoneResponseStream ?? last;
        }

        return new JsonObject
        {
            ["text"] = text,
            ["thoughts"] = thoughts,
            ["calls"] = calls,
            ["reason"] = last!.DoneReason,
            ["input"] = last.PromptEvalCount,
            ["output"] = last.EvalCount,
        };
    }

    /// <summary>The same prompt for all.</summary>
    /// <param name="Body">The parameters of the libraries, which have the form of the request.</param>
    /// <param name="Prompt">The text of our prompt; null if the messages have it.</param>
    /// <param name="Options">The options of our prompt.</param>
    /// <param name="Reply">What the server answers to all.</param>
    private sealed record Case(string Body, string? Prompt, PromptOptions Options, FakeReply Reply)
    {
        public JsonObject Parameters
        {
            get
            {
                var parameters = Json(Body);
                parameters["model"] = "m";
                parameters["stream"] = true;
                return parameters;
            }
        }
    }
}
