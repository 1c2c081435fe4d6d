using System.Net;
using System.Text.Json.Nodes;
using Llm.Cli.Tests.Commands;
using Llm.Json;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Responses;
using Llm.Providers.Tests.Recordings;
using Llm.Testing;

namespace Llm.Cli.Tests.Recordings;

/// <summary>
/// Traffic with OpenAI that somebody recorded, driven from the command line: the answers are served as they came, the requests compared.
/// </summary>
public sealed class CassetteTests
{
    public static TheoryData<string> Names => [.. RecordedExchange.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_chain_is_asked_and_logged_as_recorded(string name)
    {
        var exchanges = RecordedExchange.Load(name);
        await using var server = await FakeServer.StartAsync();
        foreach (var exchange in exchanges) server.Enqueue(exchange.Reply);
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using var llm = new CommandRunner(ModelOf(exchanges[0], server, () => http)) { Plugins = [new RecordedTools(exchanges)] };

        var result = await llm.RunAsync([.. Arguments(exchanges[0]), "--cl", $"{exchanges.Count}"]);

        var expected = RecordedAnswer.Of(exchanges[^1]);
        // One recording ends in an answer that asks for more.
        result.Error.ShouldBe(expected.ToolCalls.Count == 0 ? "" : $"Error: Chain limit of {exchanges.Count} exceeded.\n");
        Assert.Equal(
            exchanges.Select(exchange => PythonJson.Canonical(Comparable(exchange.Request))),
            server.Requests.Select(request => PythonJson.Canonical(Comparable(request.Json.AsObject()))));
        result.Output.Trim().ShouldEndWith(expected.Text.Trim());
        var turns = JsonNode.Parse((await llm.RunAsync("logs", "-n", "0", "--json")).Output)!.AsArray();
        turns.Count.ShouldBe(exchanges.Count);
        turns[^1]!["response"]!.GetValue<string>().ShouldBe(expected.Text);
        turns.SelectMany(turn => turn!["tool_calls"]!.AsArray()).Count()
            .ShouldBe(exchanges.Sum(exchange => RecordedAnswer.Of(exchange).ToolCalls.Count));
    }

    private static OpenAIModel ModelOf(RecordedExchange exchange, FakeServer server, Func<HttpClient> http)
    {
        var settings = new OpenAIModelSettings
        {
            Id = exchange.Request.Text("model")!,
            ApiBase = server.BaseAddress,
            SupportsTools = true,
            Reasoning = !exchange.IsChat,
        };
        return exchange.IsChat ? new ChatModel(settings, http) : new ResponsesModel(settings, http);
    }

    private static string[] Arguments(RecordedExchange exchange)
    {
        var request = exchange.Request;
        var first = (request["messages"] ?? request["input"])![0]!;
        var words = new List<string> { first["content"]!.GetValue<string>(), "-m", request.Text("model")!, "--key", "none" };
        // The recordings were made before summaries of the reasoning were asked for.
        if (!exchange.IsChat) words.Add("-R");
        if (!exchange.IsStream) words.Add("--no-stream");
        if (request["reasoning"]?["effort"] is { } effort) words.AddRange(["-o", "reasoning_effort", effort.GetValue<string>()]);
        // A built-in tool has the name of one of the recorded ones.
        foreach (var tool in RecordedTools.Described(request))
            words.AddRange(["-T", tool.Text("name") is "llm_version" ? "llm_version_1" : tool.Text("name")!]);
        return [.. words];
    }

    /// <summary>
    /// Older versions sent an empty answer beside one with calls, left the empty content of calls out, and made ids of their own for a
    /// server that streams none at first.
    /// </summary>
    private static JsonObject Comparable(JsonObject request)
    {
        request = request.DeepClone().AsObject();
        foreach (var message in (request["messages"] as JsonArray ?? []).OfType<JsonObject>().ToList())
        {
            if (message.ContainsKey("tool_call_id")) message["tool_call_id"] = "id";
            foreach (var call in message["tool_calls"] as JsonArray ?? []) call!["id"] = "id";
            if (message.Text("role") != "assistant" || !string.IsNullOrEmpty(message.Text("content"))) continue;
            message.Remove("content");
            if (!message.ContainsKey("tool_calls")) request["messages"]!.AsArray().Remove(message);
        }

        return request;
    }

    /// <summary>The recorded tools; their calls, one after the other, return what was recorded.</summary>
    private sealed class RecordedTools(IReadOnlyList<RecordedExchange> exchanges) : IPlugin
    {
        private readonly Queue<string> outputs = new(
            from message in ((exchanges[^1].Request["messages"] ?? exchanges[^1].Request["input"]) as JsonArray)!.OfType<JsonObject>()
            where message.Text("role") == "tool" || message.Text("type") == "function_call_output"
            select message.Text("content") ?? message.Text("output")!);

        public string Name => "recorded";

        /// <summary>The tools of a request; the two interfaces nest them differently.</summary>
        public static IEnumerable<JsonObject> Described(JsonObject request) =>
            (request["tools"] as JsonArray ?? []).Select(tool => (tool!["function"] ?? tool).AsObject());

        public void RegisterTools(ToolRegistry tools)
        {
            foreach (var tool in Described(exchanges[0].Request))
            {
                tools.Add(new Tool(tool.Text("name")!, tool.Text("description"), tool.CopyObject("parameters")!)
                {
                    Implementation = (_, _) => Task.FromResult<ToolOutput>(outputs.Dequeue()),
                });
            }
        }
    }
}
