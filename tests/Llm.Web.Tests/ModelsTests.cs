using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Tests;

public class ModelsTests : ServedTest
{
    private protected override void Prepare()
    {
        Write("templates/shout.yaml", "model: chat\nsystem: Shout\nprompt: 'Say $input'");
        Write("aliases.json", """{"mine": "chat"}""");
    }

    [Fact]
    public async Task The_list_has_models_aliases_templates_and_embedding_models()
    {
        var list = (JsonObject)JsonText.Parse(await Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative), Cancellation))!;
        var names = list["data"]!.AsArray().Select(model => (string)model!["id"]!).ToList();
        foreach (var name in (string[])["chat", "talk", "mine", "template:shout", "vectors"]) names.ShouldContain(name);
        // Models whose key is missing cannot be used.
        names.ShouldNotContain("gpt-4o");
        using var one = await Client.GetAsync(new Uri("/v1/models/template:shout", UriKind.Relative), Cancellation);
        ((int)one.StatusCode).ShouldBe(200);
        using var none = await Client.GetAsync(new Uri("/v1/models/some/thing", UriKind.Relative), Cancellation);
        ((int)none.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task A_template_is_a_model_with_its_own_words()
    {
        var answer = await AnswerAsync("/v1/chat/completions", """
            {"model": "template:shout", "messages": [{"role": "user", "content": "hello"}]}
            """);
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe("echo: Say hello");
        ((string)Provider.Requests[^1].Json["messages"]![0]!["content"]!).ShouldBe("Shout");
        answer.Text("model").ShouldBe("template:shout");
    }

    [Fact]
    public async Task Without_a_name_the_servers_model_answers()
    {
        await AnswerAsync("/v1/chat/completions", """{"messages": [{"role": "user", "content": "hello"}]}""");
        (await NewestTurnAsync()).Model.ShouldBe("chat");
    }

    [Fact]
    public async Task The_older_interface_completes_text()
    {
        var answer = await AnswerAsync("/v1/completions", """{"model": "chat", "prompt": "hello"}""");
        ((string)answer["choices"]![0]!["text"]!).ShouldBe("echo: hello");
        var events = await EventsAsync("/v1/completions", """{"model": "chat", "prompt": ["hello"], "stream": true}""");
        string.Concat(events.OfType<JsonObject>().Select(chunk => (string)chunk["choices"]![0]!["text"]!)).ShouldBe("echo: hello");
        ((string)events[^2]["choices"]![0]!["finish_reason"]!).ShouldBe("stop");
    }

    [Fact]
    public async Task Vectors_are_numbers_or_their_bytes()
    {
        var numbers = await AnswerAsync("/v1/embeddings", """{"model": "vectors", "input": ["a", "b"], "encoding_format": "float"}""");
        var bytes = await AnswerAsync("/v1/embeddings", """{"model": "vectors", "input": ["a", "b"], "encoding_format": "base64"}""");
        var vector = MemoryMarshal.Cast<byte, float>(Convert.FromBase64String((string)bytes["data"]![1]!["embedding"]!)).ToArray();
        numbers["data"]![1]!["embedding"]!.AsArray().Select(number => (float)number!).ShouldBe(vector);
        (await FailureAsync("/v1/embeddings", """
            {"model": "vectors", "input": [[1, 2]]}
            """, 400))["error"]!["message"]!.ToString().ShouldContain("tokens");
        (await FailureAsync("/v1/embeddings", """
            {"model": "vectors", "input": "a", "dimensions": 3}
            """, 400))["error"]!["message"]!.ToString()
            .ShouldContain("8 dimensions");
        await FailureAsync("/v1/embeddings", """{"model": "nope", "input": "a"}""", 404);
    }
}
