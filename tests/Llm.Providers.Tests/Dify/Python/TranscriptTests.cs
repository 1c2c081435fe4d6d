using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Dify.Python;
using Llm.Tests;

namespace Llm.Providers.Tests.Dify.Python;

/// <summary>The protocol as a real package spoke it with Dify's own SDK: a script repeats what it answered to each request.</summary>
public sealed class TranscriptTests
{
    // It answers a request with the recorded lines, under the name of the session; one that was never recorded is an error.
    private const string Replay = """
        recorded = {}
        opening = []
        lines = opening
        for line in open("transcript.txt", encoding="utf-8"):
            line = line.rstrip("\n")
            if line.startswith("IN  "):
                request = json.loads(line[4:])
                lines = recorded.setdefault(json.dumps(request["data"], sort_keys=True), [])
                name = request["session_id"]
            elif line.startswith("OUT "):
                lines.append(line.split(" ", 2)[2] if line.count(" ") > 1 else "")


        def write(line):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


        for line in opening:
            write(line)
        for request in requests():
            answer = recorded.get(json.dumps(request["data"], sort_keys=True))
            if answer is None:
                error(request, "NotRecorded", json.dumps(request["data"]))
                continue
            for line in answer:
                if line and json.loads(line).get("session_id"):
                    message = json.loads(line)
                    message["session_id"] = request["session_id"]
                    line = json.dumps(message)
                write(line)
        """;

    [Fact]
    public async Task Every_recorded_request_gets_its_recorded_answer()
    {
        using var package = Create();
        var answered = 0;
        foreach (var data in Requests())
        {
            var expected = Answers(data);
            var pieces = new List<string>();
            LlmException? error = null;
            try
            {
                await foreach (var piece in package.Code.InvokeAsync(
                    new PackageRequest(data, []), package.Times, TestContext.Current.CancellationToken))
                    pieces.Add(piece.GetRawText());
            }
            catch (LlmException ex)
            {
                error = ex;
            }

            pieces.Select(Normal).ShouldBe(expected.Pieces.Select(Normal), data.ToJsonString());
            (error is null).ShouldBe(expected.Error is null, error?.Message);
            if (expected.Error is { } reported) error!.ShouldBeOfType<ProviderException>().Type.ShouldBe(reported.Text("error_type"));
            answered++;
        }

        answered.ShouldBe(17);
    }

    [Fact]
    public async Task Recorded_answers_of_a_language_model_are_read()
    {
        using var package = Create();
        var (streamed, context) = await ReadAsync(package, "\"stream\": true", "\"temperature\": 0.5");
        string.Concat(streamed.OfType<TextEvent>().Select(piece => piece.Text)).ShouldBe("Hello");
        streamed.OfType<ToolCallNameEvent>().Single().Name.ShouldBe("f");
        streamed.OfType<ToolCallArgumentsEvent>().Single().Json.ShouldBe("""{"a":1}""");
        (context.Usage!.InputTokens, context.Usage.OutputTokens, context.FinishReason).ShouldBe((7, 3, FinishReason.Stop));
        FinishReason.FromPayload(context.RawJson).ShouldBe(FinishReason.Stop);
        (streamed, context) = await ReadAsync(package, "\"stream\": false", "\"stop\": [\"x\"]");
        string.Concat(streamed.OfType<TextEvent>().Select(piece => piece.Text)).ShouldBe("Hello");
        (context.Usage!.InputTokens, context.Usage.OutputTokens, context.ResponseModel).ShouldBe((7, 2, "m"));
    }

    [Fact]
    public async Task A_recorded_refusal_of_the_server_keeps_its_status()
    {
        using var package = Create();
        var error = await Should.ThrowAsync<ProviderException>(() => ReadAsync(package, "fail401"));
        (error.Kind, error.Status).ShouldBe((ProviderErrorKind.Authentication, 401));
        error.Message.ShouldBe("""Scripted: API request failed with status code 401: {"error":{"message":"bad key"}}. Check the API key.""");
    }

    private static async Task<(List<StreamEvent> Events, ModelContext Context)> ReadAsync(ScriptedPackage package, params string[] marks)
    {
        var line = Lines().Single(line => line.StartsWith("IN  ") && Array.TrueForAll(marks, mark => line.Contains(mark)));
        var context = new ModelContext();
        var answer = new PythonAnswer(context);
        var events = new List<StreamEvent>();
        await foreach (var piece in package.Code.InvokeAsync(
            new PackageRequest(DataOf(line), []), package.Times, TestContext.Current.CancellationToken))
            events.AddRange(answer.Read(piece));
        events.AddRange(answer.Finish());
        return (events, context);
    }

    private static ScriptedPackage Create()
    {
        var transcript = SharedData.Path("spec", "dify-stdio-transcript.txt");
        var package = new ScriptedPackage(Replay);
        File.Copy(transcript, package.PathOf("transcript.txt"));
        return package;
    }

    private static string[] Lines() => File.ReadAllLines(SharedData.Path("spec", "dify-stdio-transcript.txt"));

    private static JsonObject DataOf(string line) => (JsonObject)JsonNode.Parse(line[4..])!["data"]!.DeepClone();

    private static IEnumerable<JsonObject> Requests() => Lines().Where(line => line.StartsWith("IN  ")).Select(DataOf);

    private static (List<string> Pieces, JsonElement? Error) Answers(JsonObject data)
    {
        var (pieces, error) = (new List<string>(), default(JsonElement?));
        var isIt = false;
        foreach (var line in Lines())
        {
            if (line.StartsWith("IN  ")) isIt = JsonNode.DeepEquals(DataOf(line), data);
            if (!isIt || !line.StartsWith("OUT ") || line.IndexOf('{') is not (> 0 and var start)) continue;
            var message = JsonDocument.Parse(line[start..]).RootElement;
            if (message.Text("event") != "session") continue;
            var part = message.Object("data");
            if (part.Text("type") == "stream") pieces.Add(part.GetProperty("data").GetRawText());
            if (part.Text("type") == "error") error = part.GetProperty("data");
        }

        return (pieces, error);
    }

    private static string Normal(string json) => JsonNode.Parse(json)!.ToJsonString();
}
