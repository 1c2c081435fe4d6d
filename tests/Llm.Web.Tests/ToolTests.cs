using System.Text.Json.Nodes;
using Llm.Serving;

namespace Llm.Web.Tests;

/// <summary>Tools that the server runs itself, beside those of the client.</summary>
public class ToolTests : ServedTest
{
    private const string Path = "/v1/chat/completions";

    private protected override ServeSettings Settings => base.Settings with { Tools = ["llm_version"] };

    [Fact]
    public async Task The_servers_own_tools_are_run_and_the_client_gets_the_answer()
    {
        var answer = await AnswerAsync(Path, """{"model": "chat", "messages": [{"role": "user", "content": "CALL llm_version {}"}]}""");
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldStartWith("results: ");
        answer["choices"]![0]!["message"]!.AsObject().ContainsKey("tool_calls").ShouldBeFalse();
        ((string)answer["choices"]![0]!["finish_reason"]!).ShouldBe("stop");
        Provider.Requests.Count.ShouldBe(2);
        (await TurnsAsync(2)).Select(turn => turn.ConversationId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_clients_tools_are_left_to_it()
    {
        var events = await EventsAsync(Path, """
            {"model": "chat", "stream": true, "tools": [{"type": "function", "function": {"name": "weather",
             "parameters": {"type": "object", "properties": {}}}}],
             "messages": [{"role": "user", "content": "CALL weather {}"}]}
            """);
        var call = events.OfType<JsonObject>().SelectMany(chunk => chunk["choices"]!.AsArray())
            .SelectMany(choice => choice!["delta"]!["tool_calls"]?.AsArray() ?? []).ShouldHaveSingleItem();
        ((string)call!["function"]!["name"]!).ShouldBe("weather");
        ((string)events[^2]["choices"]![0]!["finish_reason"]!).ShouldBe("tool_calls");
        Provider.Requests.Count.ShouldBe(1);
        var offered = Provider.Requests[0].Json["tools"]!.AsArray().Select(tool => (string)tool!["function"]!["name"]!);
        offered.ShouldBe(["llm_version", "weather"], ignoreOrder: true);
    }
}
