using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd.Fuzz;

/// <summary>One spoiled input: the files of a user, and what to run on them. The same for the same seed.</summary>
internal sealed class FuzzInput
{
    private const string Yaml =
        """
        - &a
          model_id: m
          model_name: x
          api_base: http://127.0.0.1:1/v1
          aliases: [one, 'two']
          headers: {X-A: "1", X-B: 1.50}
          supports_tools: true
        - model_id: n
          model_name: y
          responses: true
          vision: yes
        """;

    private const string Template =
        """
        model: echo
        system: |
          You are $name.
          Be brief.
        prompt: 'Say $input to ${name}'
        defaults: {name: "Bob", n: 1e3, d: 2024-01-02}
        options:
          temperature: 0.5
        schema_object: {type: object, properties: {a: {type: string}}}
        tools: [llm_version]
        """;

    private const string Settings = "# comment\nchat:\n  log: true\nretries: 2\ntimeout: 60\ntools.timeout: none\n";

    private static readonly JsonNode Chunk = JsonNode.Parse(
        """{"id": "c", "object": "chat.completion.chunk", "model": "x", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi", "reasoning_content": "hm", "tool_calls": [{"index": 0, "id": "t", "function": {"name": "llm_version", "arguments": "{}"}}]}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1, "completion_tokens": 2}}""")!;

    private static readonly JsonNode Answer = JsonNode.Parse(
        """{"id": "c", "object": "chat.completion", "model": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": [{"type": "text", "text": "Hi"}], "tool_calls": [{"id": "t", "function": {"name": "llm_version", "arguments": {}}}]}, "finish_reason": "stop", "logprobs": {"content": []}}], "usage": {"prompt_tokens": 1}, "error": null}""")!;

    private static readonly JsonNode Response = JsonNode.Parse(
        """{"id": "r", "object": "response", "status": "completed", "model": "x", "output": [{"type": "reasoning", "id": "a", "summary": [{"type": "summary_text", "text": "hm"}], "encrypted_content": "e"}, {"type": "message", "id": "b", "content": [{"type": "output_text", "text": "Hi"}]}, {"type": "function_call", "id": "d", "call_id": "t", "name": "llm_version", "arguments": "{}"}, {"type": "web_search_call", "id": "w", "status": "completed", "action": {}}, {"type": "image_generation_call", "id": "i", "result": "aGk="}], "usage": {"input_tokens": 1, "output_tokens": 2, "output_tokens_details": {"reasoning_tokens": 1}}, "incomplete_details": null, "error": null}""")!;

    private static readonly JsonNode Tool = JsonNode.Parse(
        """{"name": "go", "description": "Goes.", "inputSchema": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, "annotations": {"readOnlyHint": true}}""")!;

    private static readonly JsonNode Result = JsonNode.Parse(
        """{"content": [{"type": "text", "text": "ok"}, {"type": "image", "data": "aGk=", "mimeType": "image/png"}, {"type": "resource", "resource": {"uri": "a:b", "text": "t"}}], "structuredContent": {"a": 1}, "isError": false}""")!;

    private static readonly JsonNode Schema = JsonNode.Parse(
        """{"type": "object", "properties": {"a": {"type": "string", "enum": ["x"]}, "b": {"type": "array", "items": {"$ref": "#/$defs/c"}}}, "required": ["a"], "$defs": {"c": {"type": "integer", "minimum": 1}}}""")!;

    private static readonly Func<FuzzInput, string[][]>[] Kinds =
    [
        input => input.File("settings.yaml", input.Mutator.Spoil(Settings), ["config", "list"], ["config", "set", "retries", "1"], ["-m", "echo", "hi"]),
        input => input.File("templates/t.yaml", input.Mutator.Spoil(Template), ["-m", "echo", "-t", "t", "hi"], ["templates", "show", "t"], ["templates", "list"]),
        input => input.File("extra-openai-models.yaml", input.Mutator.Spoil(Yaml), ["models"], ["-m", "one", "-n", "hi"]),
        input => input.File("keys.json", input.Mutator.Spoil("""{"// Note": "x", "openai": "sk-1234567890", "other": "y"}"""), ["keys"], ["keys", "set", "k", "--value", "v"]),
        input => input.File("aliases.json", input.Mutator.Spoil("""{"a": "echo", "b": "gpt-4o"}"""), ["aliases"], ["-m", "a", "hi"], ["aliases", "set", "c", "echo"]),
        input => input.File("model_options.json", input.Mutator.Spoil("""{"echo": {"a": "1"}, "gpt-4o": {"temperature": 0.5}}"""), ["models", "options"], ["-m", "echo", "hi"]),
        input => input.File("mcp.json", input.Mutator.Spoil("""{"mcpServers": {"s": {"command": "false", "args": ["a"], "env": {"A": "$KEY"}}, "h": {"url": "http://127.0.0.1:1/"}}}"""), ["mcp", "list"], ["mcp", "tools", "s"]),
        input => input.Chat("text/event-stream", input.Stream(Chunk)),
        input => input.Chat("application/json", input.Mutator.Spoil(input.Mutator.Spoil(Answer).ToJsonString())),
        input => input.Chat("application/json", input.Mutator.Spoil(Answer).ToJsonString()),
        input => input.Model("responses: true", "text/event-stream", input.ResponsesStream()),
        input => input.Model("responses: true", "application/json", input.Mutator.Spoil(Response).ToJsonString()),
        input => input.Model("completion: true", "text/event-stream", input.Stream(JsonNode.Parse("""{"choices": [{"text": "Hi", "finish_reason": "stop", "logprobs": {"top_logprobs": [1]}}]}""")!)),
        input => input.Mcp(),
        input => input.Database(),
        input => input.Schemas(),
        input => input.Unlogged(),
    ];

    private readonly FuzzServer server;
    private readonly TemporaryUserDirectory user;
    private readonly FuzzSources valid;

    private FuzzInput(int seed, FuzzServer server, TemporaryUserDirectory user, FuzzSources valid)
    {
        Seed = seed;
        Mutator = new Mutator(seed);
        this.server = server;
        this.user = user;
        this.valid = valid;
        Commands = Kinds[seed % Kinds.Length](this);
    }

    public int Seed { get; }

    /// <summary>The commands to run, one after the other.</summary>
    public IReadOnlyList<string[]> Commands { get; }

    private Mutator Mutator { get; }

    /// <summary>Writes the files of an input into an empty user directory.</summary>
    /// <param name="seed">Chooses the kind and what is spoiled.</param>
    /// <param name="server">Sends the answers.</param>
    /// <param name="user">The user directory.</param>
    /// <param name="valid">What is spoiled and comes from the command itself.</param>
    public static FuzzInput Create(int seed, FuzzServer server, TemporaryUserDirectory user, FuzzSources valid) =>
        new(seed, server, user, valid);

    private string[][] File(string name, string text, params string[][] commands)
    {
        user.Write(name, text);
        return commands;
    }

    private string[][] Chat(string type, string body) => Model("supports_tools: true", type, body);

    private string[][] Model(string setting, string type, string body)
    {
        var address = server.Add(Seed, type, body);
        user.Write("settings.yaml", "retries: 0\nidle_timeout: 5\n");
        user.Write("extra-openai-models.yaml", $"- {{model_id: m, model_name: x, api_base: '{address}', {setting}}}");
        return [["-m", "m", .. setting.StartsWith("supports", StringComparison.Ordinal) ? (string[])["-T", "llm_version", "--td"] : [], "hi"], ["logs", "--json"]];
    }

    private string Stream(JsonNode chunk)
    {
        var events = Enumerable.Range(0, Mutator.Next(6) + 1).Select(_ => $"data: {Mutator.Spoil(chunk).ToJsonString()}\n\n");
        var text = string.Concat(events) + "data: [DONE]\n\n";
        return Mutator.Next(2) == 0 ? text : Mutator.Spoil(text);
    }

    private string ResponsesStream()
    {
        string[] types =
        [
            "response.created", "response.output_item.added", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
            "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done",
            "response.reasoning_summary_text.delta", "response.completed", "response.failed", "error",
        ];
        var text = "";
        for (var i = Mutator.Next(10); i >= 0; i--)
        {
            var data = new JsonObject
            {
                ["type"] = i == 0 ? "response.completed" : Mutator.Pick(types),
                ["item_id"] = Mutator.Pick<string>(["a", "b", "d"]),
                ["output_index"] = Mutator.Next(3),
                ["item"] = Mutator.Pick(Response["output"]!.AsArray().ToList())!.DeepClone(),
                ["delta"] = "Hi",
                ["text"] = "Hi",
                ["arguments"] = "{}",
                ["part"] = new JsonObject { ["type"] = "output_text", ["text"] = "Hi" },
                ["response"] = Mutator.Spoil(Response),
            };
            text += $"event: {data["type"]}\ndata: {Mutator.Spoil(data).ToJsonString()}\n\n";
        }

        return Mutator.Next(2) == 0 ? text : Mutator.Spoil(text);
    }

    /// <summary>A server that answers each request with a spoiled line, and has up to a thousand tools.</summary>
    private string[][] Mcp()
    {
        var tools = new JsonArray();
        var count = Mutator.Pick([1, 3, 100, 1000]);
        for (var i = 0; i < count; i++)
        {
            var tool = Tool.DeepClone();
            tool["name"] = i == 0 ? "go" : $"t{i}";
            tools.Add(i < 5 ? Mutator.Spoil(tool) : tool);
        }

        var replies = new JsonObject
        {
            ["initialize"] = Mutator.Next(4) == 0
                ? Mutator.Spoil(Initialized())
                : Initialized(),
            ["tools/list"] = new JsonObject { ["tools"] = tools },
            ["tools/call"] = Mutator.Spoil(Result),
        };
        user.Write("replies.json", replies.ToJsonString());
        user.Write("noise.txt", Mutator.Next(3) == 0 ? Mutator.Spoil("""{"jsonrpc": "2.0", "id": 2, "result": {"content": []}}""") : "");
        user.Write("server.py",
            """
            import json, sys
            replies, noise = json.load(open(sys.argv[1])), open(sys.argv[2], errors="replace").read()
            for line in sys.stdin:
                message = json.loads(line)
                if "id" in message and "method" in message:
                    if message["method"] == "tools/call" and noise:
                        print(noise)
                    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": replies.get(message["method"], {})}))
                    sys.stdout.flush()
            """);
        user.Write("mcp.json", new JsonObject
        {
            ["mcpServers"] = new JsonObject
            {
                ["s"] = new JsonObject
                {
                    ["command"] = "python3",
                    ["args"] = new JsonArray(
                        Path.Combine(user.Path, "server.py"), Path.Combine(user.Path, "replies.json"), Path.Combine(user.Path, "noise.txt")),
                    ["timeout"] = 5,
                },
            },
        }.ToJsonString());
        return [["mcp", "tools", "s"], ["-m", "echo", "-T", "mcp:s", """{"tool_calls": [{"name": "s_go", "arguments": {"a": "b"}}]}"""]];
    }

    private static JsonNode Initialized() => JsonNode.Parse(
        """{"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}""")!;

    private string[][] Database()
    {
        System.IO.File.WriteAllBytes(user.Directory.LogsDatabase, Mutator.Spoil(valid.Database));
        return [["logs"], ["logs", "-q", "answer"], ["-m", "echo", "hi"], ["conversations"], ["doctor"]];
    }

    private string[][] Schemas()
    {
        var text = Mutator.Next(2) == 0
            ? Mutator.Spoil("name, age int: years, tags: a list")
            : Mutator.Spoil(Schema).ToJsonString();
        var schema = Mutator.Next(3) == 0 ? Mutator.Spoil(text) : text;
        // An argument cannot contain a null character.
        schema = schema.Replace("\0", "", StringComparison.Ordinal);
        if (schema.Length > 100_000) schema = schema[..100_000];
        return [["schemas", "dsl", schema], ["-m", "echo", "--schema", schema, "hi"]];
    }

    private string[][] Unlogged()
    {
        System.IO.File.WriteAllBytes(user.Directory.LogsDatabase, valid.Database);
        var text = valid.Unlogged.Replace(FuzzSources.Place, user.Path, StringComparison.Ordinal);
        var spoiled = string.Concat(text.Split('\n').Where(line => line.Length > 0).Select(line =>
            (Mutator.Next(2) == 0 ? Mutator.Spoil(line) : Mutator.Spoil(JsonNode.Parse(line)!).ToJsonString()) + "\n"));
        user.Write(Path.Combine(Path.GetFileName(user.Directory.UnloggedFolder), valid.UnloggedName), spoiled);
        return [["logs"], ["-m", "echo", "hi"]];
    }
}
