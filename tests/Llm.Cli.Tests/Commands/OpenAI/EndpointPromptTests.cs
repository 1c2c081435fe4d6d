using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands.OpenAI;

/// <summary>What <c>llm openai endpoint</c> sends for one prompt, and what it shows.</summary>
public sealed class EndpointPromptTests : EndpointTest
{
    [Fact]
    public async Task A_prompt_is_streamed_with_a_placeholder_for_the_key()
    {
        (await AskAsync("hello")).ShouldBe(CommandResult.Success("echo: hello\n"));
        var request = Server.Requests.ShouldHaveSingleItem();
        request.PathAndQuery.ShouldBe("/v1/chat/completions");
        request.Header("Authorization").ShouldBe("Bearer DUMMY_KEY");
        ShouldBe(Body, """
            {"messages": [{"role": "user", "content": "hello"}], "model": "m", "stream": true, "stream_options": {"include_usage": true}}
            """);
    }

    [Fact]
    public async Task All_options_reach_the_server_and_stored_ones_of_a_model_of_this_name_do_not()
    {
        Llm.User.Write("model_options.json", """{"m": {"temperature": 1}}""");
        await AskAsync(
            "hello", "-s", "Be brief", "-o", "reasoning_effort", "low", "-o", "verbosity", "low", "-o", "image_detail", "original",
            "-o", "json_object", "true", "--no-stream");
        ShouldBe(Body, """
            {
              "messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "hello"}],
              "model": "m", "stream": false, "reasoning_effort": "low", "verbosity": "low", "response_format": {"type": "json_object"}
            }
            """);
        (await AskAsync("hello", "-o", "service_tier", "flex")).ShouldBe(
            CommandResult.Failure("service_tier\n  Extra inputs are not permitted"));
    }

    [Fact]
    public async Task The_Responses_interface_is_asked_without_a_summary()
    {
        (await AskAsync("REASON quietly\nREPLY done", "--responses")).ExitCode.ShouldBe(0);
        Server.Requests[^1].PathAndQuery.ShouldBe("/v1/responses");
        Body.ContainsKey("reasoning").ShouldBeFalse();
        Body.ContainsKey("include").ShouldBeFalse();
        (await AskAsync("hello", "--responses", "-o", "reasoning_effort", "low", "-o", "verbosity", "low", "--no-stream")).ShouldBe(
            CommandResult.Success("echo: hello\n"));
        ShouldBe(Body, """
            {
              "input": [{"role": "user", "content": "hello"}], "include": ["reasoning.encrypted_content"], "model": "m",
              "reasoning": {"effort": "low"}, "store": false, "stream": false, "text": {"verbosity": "low"}
            }
            """);
    }

    [Theory]
    [InlineData("sk-given-0123456789", "Bearer sk-given-0123456789")]
    [InlineData("other", "Bearer sk-of-another")]
    [InlineData("", "Bearer DUMMY_KEY")]
    public async Task Only_a_key_that_is_asked_for_is_sent(string key, string expected)
    {
        await AskAsync("hello", "--key", key);
        Server.Requests[^1].Header("Authorization").ShouldBe(expected);
        await Llm.RunAsync("openai", "endpoint", Url, "--models", "--key", key);
        Server.Requests[^1].Header("Authorization").ShouldBe(expected);
    }

    [Fact]
    public async Task Headers_are_added_and_replace_ours()
    {
        await AskAsync("hello", "-H", "X-One", "1", "--header", "Authorization", "Basic abc");
        Server.Requests[^1].Header("X-One").ShouldBe("1");
        Server.Requests[^1].Header("Authorization").ShouldBe("Basic abc");
    }

    [Fact]
    public async Task Piped_text_comes_first_and_is_the_input_of_a_template()
    {
        (await PipeAsync("piped")).Output.ShouldBe("echo: piped\n");
        (await PipeAsync("piped", "asked")).Output.ShouldBe("echo: piped asked\n");
        Llm.User.Write("templates/plain.yaml", "prompt: Summarise\nsystem: You are $who\n");
        (await PipeAsync("piped", "-t", "plain", "-p", "who", "terse")).Output.ShouldBe("echo: Summarise\npiped\n");
        Body["messages"]![0]!["content"]!.GetValue<string>().ShouldBe("You are terse");
        Llm.User.Write("templates/input.yaml", "prompt: 'Q: $input!'\n");
        (await PipeAsync("piped", "asked", "-t", "input")).Output.ShouldBe("echo: Q: piped asked!\n");
        (await AskAsync("-t", "plain")).ShouldBe(CommandResult.Failure("Missing variables: who"));
    }

    [Fact]
    public async Task A_template_brings_model_options_schema_and_attachments_and_the_schema_of_the_options_wins()
    {
        Llm.User.Write("templates/full.yaml", """
            model: of-template
            prompt: 'Q: $input'
            options:
              temperature: 0.4
            schema_object:
              type: object
              properties: {a: {type: string}}
            attachment_types:
            - type: image/jpeg
              value: https://images.example/one.jpg
            """);
        (await Llm.RunAsync("openai", "endpoint", Url, "x", "-t", "full")).ExitCode.ShouldBe(0);
        (Body["model"]!.GetValue<string>(), Body["temperature"]!.GetValue<double>()).ShouldBe(("of-template", 0.4));
        ShouldBe(Body["messages"]![0]!["content"]!, """
            [{"type": "text", "text": "Q: x"}, {"type": "image_url", "image_url": {"url": "https://images.example/one.jpg"}}]
            """);
        Body["response_format"]!["json_schema"]!["schema"]!["properties"]!.AsObject().ContainsKey("a").ShouldBeTrue();
        await Llm.RunAsync("openai", "endpoint", Url, "x", "-t", "full", "-m", "own", "--schema", "b int");
        Body["model"]!.GetValue<string>().ShouldBe("own");
        Body["response_format"]!["json_schema"]!["schema"]!["properties"]!.AsObject().ContainsKey("b").ShouldBeTrue();
    }

    [Fact]
    public async Task A_schema_comes_from_the_options_or_an_existing_log_and_no_log_is_made()
    {
        var bad = await AskAsync("x", "--schema", "word");
        bad.ShouldBe(new CommandResult(2, "", Usage + "Error: Invalid value: Invalid schema\n"));
        await AskAsync("x", "--schema-multi", "a int");
        Body["response_format"]!["json_schema"]!["schema"]!["properties"]!["items"]!["type"]!.GetValue<string>().ShouldBe("array");

        (await Llm.RunAsync("x", "--schema", "dog")).ExitCode.ShouldBe(2);
        (await Llm.RunAsync("hi", "--schema", "name, age int")).ExitCode.ShouldBe(0);
        var id = (await Llm.RunAsync("schemas", "list", "--json")).Output is var list
            ? JsonNode.Parse(list)![0]!["id"]!.GetValue<string>()
            : "";
        (await Llm.RunAsync("openai", "endpoint", Url, "x", "-m", "m", "--schema", id)).ExitCode.ShouldBe(0);
        Body["response_format"]!["json_schema"]!["schema"]!["properties"]!.AsObject().Select(field => field.Key)
            .ShouldBe(["name", "age"]);
        using var log = LogStore.OpenReadOnly(Llm.Directory.LogsDatabase);
        (await log.ListAsync(new LogQuery())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attachments_are_sent_and_sounds_only_to_Chat_Completions()
    {
        Llm.User.Write("templates/none.yaml", "system: x\n");
        var sound = Path.Combine(Llm.Directory.Path, "a.wav");
        File.WriteAllBytes(sound, [.. "RIFF\0\0\0\0WAVEfmt "u8]);
        (await AskAsync("-a", sound)).ExitCode.ShouldBe(0);
        Body["messages"]![0]!["content"]![0]!["type"]!.GetValue<string>().ShouldBe("input_audio");
        (await AskAsync("-a", sound, "--responses")).Error.ShouldContain("audio/wav");
        (await AskAsync("x", "--at", "https://images.example/one.jpg", "image/jpeg", "-o", "image_detail", "low")).ExitCode.ShouldBe(0);
        Body["messages"]![0]!["content"]![1]!["image_url"]!["detail"]!.GetValue<string>().ShouldBe("low");
        (await AskAsync("x", "-a", "missing.png")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Tools_and_functions_run_in_rounds()
    {
        const string Function = "def twice(n: int) -> int:\n    return 2 * n\n";
        (await AskAsync("CALL twice {\"n\": 4}", "-T", "llm_version", "--functions", Function, "--td")).ShouldBe(
            CommandResult.Success("results: 8\n", "\nTool call: twice({'n': 4})\n  8\n\n"));
        Server.Requests.Count.ShouldBe(2);
        Body["tools"]!.AsArray().Select(tool => tool!["function"]!["name"]!.GetValue<string>())
            .ShouldBe(["llm_version", "twice"], ignoreOrder: true);
        (await AskAsync("CALL twice {\"n\": 4}", "--functions", Function, "--cl", "1")).ExitCode.ShouldBe(1);
        var unanswered = await AskAsync("CALL llm_version {}", "-T", "llm_version", "--ta");
        (unanswered.ExitCode, unanswered.Output).ShouldBe((1, "Approve tool call? [y/N]: "));
        (await AskAsync("x", "-T", "WebSearch")).Error.ShouldStartWith("Error: Tool(s) WebSearch not found. Available tools: ");
        await AskAsync("x", "-T", "WebSearch", "--responses");
        ShouldBe(Body["tools"]!, """[{"type": "web_search"}]""");
    }

    [Fact]
    public async Task Reasoning_is_shown_without_streaming_too_unless_it_is_hidden()
    {
        const string Prompt = "REASON quietly\nREPLY done";
        (await AskAsync(Prompt)).ShouldBe(CommandResult.Success("done\n", "quietly\n"));
        (await AskAsync(Prompt, "--no-stream")).ShouldBe(CommandResult.Success("done\n", "quietly\n"));
        (await AskAsync(Prompt, "-R")).ShouldBe(CommandResult.Success("done\n"));
        (await AskAsync(Prompt, "--no-stream", "-R")).ShouldBe(CommandResult.Success("done\n"));
    }

    [Fact]
    public async Task Usage_is_shown_and_images_are_written_on_demand()
    {
        (await AskAsync("one two", "-u")).Error.ShouldStartWith("Token usage: 2 input, ");
        Server.Enqueue(FakeReply.Json(Json($$"""
            {
              "id": "r", "status": "completed",
              "output": [{"type": "image_generation_call", "id": "ig", "result": "{{Pixel}}", "output_format": "png"}]
            }
            """)));
        var target = Path.Combine(Llm.Directory.Path, "made.png");
        (await AskAsync("draw", "--responses", "--no-stream", "--out", target)).Error.ShouldContain("image/png");
        File.ReadAllBytes(target).ShouldBe(Convert.FromBase64String(Pixel));
    }

    [Fact]
    public async Task Stored_fragments_are_found_in_an_existing_log_only()
    {
        (await AskAsync("x", "-f", "nothing")).ExitCode.ShouldBe(1);
        var file = Llm.User.Write("notes.txt", "some notes");
        await Llm.RunAsync("fragments", "set", "notes", file);
        (await Llm.RunAsync("openai", "endpoint", Url, "-m", "m", "-f", "notes")).Output.ShouldBe("echo: some notes\n");
    }

    private const string Pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private const string Usage =
        "Usage: llm openai endpoint [OPTIONS] URL [PROMPT]\nTry 'llm openai endpoint --help' for help.\n\n";

    private static void ShouldBe(JsonNode actual, string expected) =>
        JsonNode.DeepEquals(actual, Json(expected)).ShouldBeTrue(actual.ToJsonString());
}
