using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Web.Tests;

public class OllamaTests : ServedTest
{
    [Fact]
    public async Task A_chat_streams_lines_of_which_the_last_is_done()
    {
        Provider.Enqueue(new FakeAnswer { Pieces = ["Hel", "lo"], Reasoning = "Hm", InputTokens = 7 });
        var lines = await LinesAsync("/api/chat", """
            {"model": "talk:latest", "messages": [{"role": "user", "content": "Hi"}], "options": {"num_predict": 9}}
            """);
        string.Concat(lines.Select(line => (string)line["message"]!["content"]!)).ShouldBe("Hello");
        string.Concat(lines.Select(line => (string?)line["message"]!["thinking"])).ShouldBe("Hm");
        lines.SkipLast(1).ShouldAllBe(line => !(bool)line["done"]!);
        ((bool)lines[^1]["done"]!).ShouldBeTrue();
        ((int)lines[^1]["prompt_eval_count"]!).ShouldBe(7);
        ((int)Provider.Requests[^1].Json["max_tokens"]!).ShouldBe(9);
    }

    [Fact]
    public async Task Text_is_generated_whole_and_streamed()
    {
        var whole = await AnswerAsync("/api/generate", """{"model": "chat", "prompt": "Hi", "system": "Be brief", "stream": false}""");
        whole.Text("response").ShouldBe("echo: Hi");
        var lines = await LinesAsync("/api/generate", """{"model": "chat", "prompt": "Hi"}""");
        string.Concat(lines.Select(line => (string)line["response"]!)).ShouldBe("echo: Hi");
    }

    [Fact]
    public async Task Tools_go_both_ways()
    {
        const string tools = """
            [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}]
            """;
        var first = await AnswerAsync("/api/chat", $$"""
            {"model": "chat", "stream": false, "tools": {{tools}}, "messages": [{"role": "user",
             "content": "CALL weather {\"city\": \"Bern\"}"}]}
            """);
        var message = first["message"]!;
        ((string)message["tool_calls"]![0]!["function"]!["arguments"]!["city"]!).ShouldBe("Bern");
        var second = await AnswerAsync("/api/chat", $$"""
            {"model": "chat", "stream": false, "tools": {{tools}}, "messages": [{"role": "user",
             "content": "CALL weather {\"city\": \"Bern\"}"},
              {{message.ToJsonString()}}, {"role": "tool", "tool_name": "weather", "content": "rain"}]}
            """);
        ((string)second["message"]!["content"]!).ShouldBe("results: rain");
    }

    [Fact]
    public async Task The_tags_have_aliases_and_a_model_says_what_it_can()
    {
        var tags = (JsonObject)JsonText.Parse(await Client.GetStringAsync(new Uri("/api/tags", UriKind.Relative), Cancellation))!;
        tags["models"]!.AsArray().Select(model => (string)model!["name"]!).ShouldContain("talk");
        var shown = await AnswerAsync("/api/show", """{"model": "chat:latest"}""");
        shown["capabilities"]!.AsArray().Select(word => (string)word!).ShouldBe(["completion", "tools", "vision"]);
        await FailureAsync("/api/show", """{"model": "nope"}""", 404);
    }

    [Fact]
    public async Task Nothing_is_pulled()
    {
        var error = await FailureAsync("/api/pull", """{"model": "nope"}""", 400);
        error.Text("error")!.ShouldContain("nope");
    }

    [Fact]
    public async Task Errors_are_one_text_in_streams_too()
    {
        (await FailureAsync("/api/chat", """
            {"model": "nope", "messages": [{"role": "user", "content": "Hi"}]}
            """, 404)).Text("error")!.ShouldContain("nope");
        var lines = await LinesAsync("/api/chat", """{"model": "chat", "messages": [{"role": "user", "content": "one two three\nCUT"}]}""");
        lines[^1].Text("error")!.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        var embedded = await AnswerAsync("/api/embed", """{"model": "vectors", "input": ["a", "b"]}""");
        embedded["embeddings"]!.AsArray().Count.ShouldBe(2);
        (await AnswerAsync("/api/embeddings", """{"model": "vectors", "prompt": "a"}"""))["embedding"]!.ToJsonString()
            .ShouldBe(embedded["embeddings"]![0]!.ToJsonString());
    }

    private async Task<IReadOnlyList<JsonObject>> LinesAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        return [.. (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (JsonObject)JsonText.Parse(line)!)];
    }
}
