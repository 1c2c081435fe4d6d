using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

/// <summary>
/// Google's own library for JavaScript (@google/genai) against the same server: its requests equal ours but for the differences that are
/// named here, and it reads the same from the same streams.
/// </summary>
public class GeminiLibraryTests : GeminiTest
{
    private const string Version = "3.3.0";
    private const string ModelName = "gemini-3.5-flash";

    [Fact]
    public async Task Googles_library_sends_and_reads_the_same()
    {
        await new NodePackage("@google/genai").CheckVersionsAsync(Version);
        Case[] cases = [Text(), Tools(), Files(), Thinking(), Schema()];
        foreach (var one in cases) Server.Enqueue(one.Reply);
        var answers = await RunAsync(cases);
        var requests = Server.Requests;
        requests.Count.ShouldBe(cases.Length);
        for (var i = 0; i < cases.Length; i++) await CompareAsync(cases[i], requests[i], answers[i]!.AsObject());
    }

    private static Case Text() => new(
        """{"contents": "Hello", "config": {"systemInstruction": "Be brief", "temperature": 0.5, "maxOutputTokens": 100}}""",
        "Hello",
        (Quiet with { System = "Be brief" }).With(Json("""{"temperature": 0.5, "max_output_tokens": 100}""")),
        Reply(Piece("""{"text": "Hi, \u00e9"}"""), Piece("""{"text": "😀\n"}"""), Piece("""{"text": "!"}""", "MAX_TOKENS")));

    private static Case Tools()
    {
        const string schema = """{"type": "object", "properties": {"a": {"type": ["integer", "null"]}}, "additionalProperties": false}""";
        var options = Quiet with
        {
            Messages =
            [
                Message.User("x"),
                Message.Assistant(
                    Call("c1").WithMetadata(Json("""{"gemini": {"thoughtSignature": "U0lH"}}""")), Call("c2")),
                Message.Tool(
                [
                    new ToolResultPart { Name = "f", Output = "1", ToolCallId = "c1" },
                    new ToolResultPart { Name = "f", Output = "broken", ToolCallId = "c2", Exception = "Exception: broken" },
                ]),
            ],
            Tools = [new Tool("f", "Counts", Json(schema))],
            ToolChoice = ToolChoice.FromName("f"),
        };
        return new(
            """
            {"contents": [{"role": "user", "parts": [{"text": "x"}]},
              {"role": "model", "parts": [{"functionCall": {"id": "c1", "name": "f", "args": {"a": 1}}, "thoughtSignature": "U0lH"},
               {"functionCall": {"id": "c2", "name": "f", "args": {"a": 1}}}]},
              {"role": "user", "parts": [{"functionResponse": {"id": "c1", "name": "f", "response": {"output": "1"}}},
               {"functionResponse": {"id": "c2", "name": "f", "response": {"error": "broken"}}}]}],
             "config": {"tools": [{"functionDeclarations": [{"name": "f", "description": "Counts", "parametersJsonSchema": SCHEMA}]}],
              "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}}}}
            """.Replace("SCHEMA", schema, StringComparison.Ordinal),
            null,
            options,
            Reply(
                Piece(
                    """
                    {"functionCall": {"id": "c3", "name": "f", "args": {"a": 2}}, "thoughtSignature": "U0lH"},
                    {"functionCall": {"id": "c4", "name": "f"}}
                    """),
                Piece("""{"text": ""}""", "STOP")));
    }

    private static Case Files() => new(
        $$"""
        {"contents": [{"role": "user", "parts": [{"text": "What?"},
          {"inlineData": {"mimeType": "image/png", "data": "{{SampleFiles.Base64(SampleFiles.Png)}}"} },
          {"inlineData": {"mimeType": "application/pdf", "data": "{{SampleFiles.Base64(SampleFiles.Pdf)}}"} }]}],
         "config": {"mediaResolution": "MEDIA_RESOLUTION_LOW"} }
        """,
        "What?",
        (Quiet with { Attachments = [Attachment.FromBytes(SampleFiles.Png), Attachment.FromBytes(SampleFiles.Pdf)] })
            .With("media_resolution", "low"),
        Reply(Piece("""{"text": "A dot"}""", "STOP")));

    private static Case Thinking()
    {
        var options = new PromptOptions
        {
            Messages =
            [
                Message.User("x"),
                Message.Assistant(
                    new ReasoningPart("hm").WithMetadata(Json("""{"gemini": {"thoughtSignature": "U0lHMQ=="}}""")),
                    new TextPart("Hi").WithMetadata(Json("""{"gemini": {"thoughtSignature": "U0lHMg=="}}"""))),
                Message.User("y"),
            ],
        };
        return new(
            """
            {"contents": [{"role": "user", "parts": [{"text": "x"}]},
              {"role": "model", "parts": [{"text": "hm", "thought": true, "thoughtSignature": "U0lHMQ=="},
               {"text": "Hi", "thoughtSignature": "U0lHMg=="}]},
              {"role": "user", "parts": [{"text": "y"}]}],
             "config": {"thinkingConfig": {"thinkingLevel": "HIGH", "includeThoughts": true}}}
            """,
            null,
            options.With("thinking_level", "high"),
            Reply(
                Piece("""{"text": "Let me ", "thought": true}"""), Piece("""{"text": "see.", "thought": true}"""), Piece("""{"text": "Hi"}"""),
                Piece("""{"text": "", "thoughtSignature": "U0lHMw=="}""", "STOP")));
    }

    private static Case Schema()
    {
        const string schema =
            """
            {"type": "object", "properties": {"a": {"type": "string", "minLength": 3}, "l": {"type": "array", "items": {"$ref": "#/$defs/x"}}},
             "$defs": {"x": {"type": "string"}}, "additionalProperties": false}
            """;
        return new(
            $$"""{"contents": "x", "config": {"responseMimeType": "application/json", "responseJsonSchema": {{schema}} } }""",
            "x",
            Quiet with { Schema = Json(schema) },
            Reply(Piece("""{"text": "{\"a\": \"b"}"""), Piece("""{"text": "cd\"}"}""", "STOP")));
    }

    private static PromptOptions Quiet => new() { HideReasoning = true };

    private static ToolCallPart Call(string id) => new() { Name = "f", Arguments = new JsonObject { ["a"] = 1 }, ToolCallId = id };

    private static FakeReply Reply(params string[] pieces) =>
        FakeReply.Events(pieces.Select(piece => "data: " + piece.ReplaceLineEndings(" ")));

    private async Task CompareAsync(Case one, RecordedRequest theirs, JsonObject answer)
    {
        Server.Enqueue(one.Reply);
        var response = await NewModel(ModelName, "v1").PromptAsync(one.Text, one.Options with { Key = Key });
        var ours = Server.Requests[^1];
        (theirs.Method, theirs.PathAndQuery, theirs.Header("x-goog-api-key")).ShouldBe(
            (ours.Method, ours.PathAndQuery, ours.Header("x-goog-api-key")));
        var (expected, sent) = (theirs.Json, ours.Json);
        // An empty object means nothing, and the Python plugin asks that nothing be blocked.
        if (expected["generationConfig"] is JsonObject { Count: 0 }) expected.Remove("generationConfig");
        sent.Remove("safetySettings").ShouldBeTrue();
        sent.ShouldBeJson(PythonJson.Compact(expected));

        response.Text.ShouldBe(answer.Text("text"));
        string.Concat(response.Messages.SelectMany(message => message.Parts).OfType<ReasoningPart>().Select(part => part.Text))
            .ShouldBe(answer.Text("thoughts"));
        new JsonArray([.. response.ToolCalls.Select(call =>
            new JsonObject { ["id"] = call.ToolCallId, ["name"] = call.Name, ["args"] = call.Arguments.DeepClone() })]).ShouldBeJson(
            PythonJson.Compact(new JsonArray([.. answer["calls"]!.AsArray().Select(call =>
                new JsonObject { ["id"] = call!["id"]!.DeepClone(), ["name"] = call["name"]!.DeepClone(), ["args"] = call["args"]?.DeepClone() ?? new JsonObject() })])));
        response.Messages.SelectMany(message => message.Parts)
            .Select(part => part.ProviderMetadata?["gemini"]?["thoughtSignature"]?.GetValue<string>()).OfType<string>()
            .ShouldBe(answer["signatures"]!.AsArray().Select(signature => signature!.GetValue<string>()));
        (response.Usage!.InputTokens, response.Usage.OutputTokens).ShouldBe(
            (answer["usage"]!.AsObject().Integer("promptTokenCount"), answer["usage"]!.AsObject().Integer("candidatesTokenCount")));
        response.RawJson!["candidates"]![0]!["finishReason"]!.GetValue<string>().ShouldBe(answer.Text("finish"));
    }

    /// <summary>Runs all cases in one process.</summary>
    private async Task<JsonArray> RunAsync(Case[] cases)
    {
        var calls = cases.Select(one =>
        {
            var parameters = Json(one.Parameters);
            parameters["model"] = ModelName;
            return parameters;
        });
        var output = await NodePackage.RunAsync(["genai.mjs", $"http://127.0.0.1:{Server.Port}", Key], new JsonArray([.. calls]));
        return (JsonArray)JsonText.Parse(output)!;
    }

    /// <summary>The same prompt for both.</summary>
    /// <param name="Parameters">The parameters of the library's <c>generateContentStream</c>, without the model.</param>
    /// <param name="Text">The text of our prompt; null if the messages have it.</param>
    /// <param name="Options">The options of our prompt.</param>
    /// <param name="Reply">What the server answers to both.</param>
    private sealed record Case(string Parameters, string? Text, PromptOptions Options, FakeReply Reply);
}
