using System.Diagnostics;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp.Tests;

/// <summary><c>llm mcp serve</c>, driven by the SDK's own client and by the inspector.</summary>
public sealed class ServeTests : McpTest
{
    public override ValueTask InitializeAsync()
    {
        User.Write("default_model.txt", "echo");
        User.Write("templates/review.yaml", "system: Review as $who.\nprompt: 'Code: $input'\ndefaults:\n  who: a friend\n");
        User.Write("templates/plain.yaml", "system: Be brief.\n");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_client_prompts_and_searches_what_was_logged()
    {
        await using var client = await ConnectAsync();
        (client.ServerInfo!.Name, client.ServerInfo.Version).ShouldBe(("llm", "0.1.0"));
        (await client.ListToolsAsync(cancellationToken: Token)).Select(tool => tool.Name).ShouldBe(["prompt", "search_logs"]);
        var arguments = new Dictionary<string, object?>
        {
            ["text"] = "Names for a pelican",
            ["system"] = "Be brief",
            ["options"] = new Dictionary<string, object?> { ["example_bool"] = true },
        };
        var answer = await client.CallToolAsync("prompt", arguments, cancellationToken: Token);
        var said = JsonNode.Parse(TextOf(answer))!;
        (said["prompt"]!.GetValue<string>(), said["system"]!.GetValue<string>()).ShouldBe(("Names for a pelican", "Be brief"));
        said["options"]!["example_bool"]!.GetValue<bool>().ShouldBeTrue();

        var found = await client.CallToolAsync(
            "search_logs", new Dictionary<string, object?> { ["query"] = "pelican", ["count"] = 5 }, cancellationToken: Token);
        var turn = JsonNode.Parse(TextOf(found))!.AsArray().ShouldHaveSingleItem()!;
        (turn["model"]!.GetValue<string>(), turn["prompt"]!.GetValue<string>()).ShouldBe(("echo", "Names for a pelican"));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told()
    {
        await using var client = await ConnectAsync();
        var unknown = await client.CallToolAsync(
            "prompt", new Dictionary<string, object?> { ["text"] = "x", ["model"] = "nobody" }, cancellationToken: Token);
        (unknown.IsError, TextOf(unknown)).ShouldBe((true, "Unknown model: nobody"));
        var missing = await client.CallToolAsync(
            "prompt", new Dictionary<string, object?> { ["model"] = "echo" }, cancellationToken: Token);
        (missing.IsError, TextOf(missing)).ShouldBe((true, "the argument 'text' is missing"));
        await Should.ThrowAsync<McpProtocolException>(() => client.CallToolAsync("fly", cancellationToken: Token).AsTask());
        await Should.ThrowAsync<McpProtocolException>(() => client.GetPromptAsync("nothing", cancellationToken: Token).AsTask());
    }

    [Fact]
    public async Task Templates_are_prompts_with_their_variables_as_arguments()
    {
        await using var client = await ConnectAsync();
        var prompts = await client.ListPromptsAsync(cancellationToken: Token);
        prompts.Select(prompt => prompt.Name).ShouldBe(["plain", "review"]);
        prompts[1].ProtocolPrompt.Arguments!.Select(argument => (argument.Name, argument.Required))
            .ShouldBe([("input", true), ("who", false)], ignoreOrder: true);
        prompts[0].ProtocolPrompt.Arguments!.Select(argument => argument.Name).ShouldBe(["input"]);
        var filled = await client.GetPromptAsync(
            "review", new Dictionary<string, object?> { ["input"] = "x = 1" }, cancellationToken: Token);
        filled.Messages.Select(message => ((TextContentBlock)message.Content).Text).ShouldBe(["Review as a friend.", "Code: x = 1"]);
    }

    [Fact]
    public async Task The_inspector_drives_it()
    {
        var inspector = NpmPackages.Inspector;
        (await InspectAsync(inspector, "--method", "tools/list"))["tools"]!.AsArray().Count.ShouldBe(2);
        var answer = await InspectAsync(inspector, "--method", "tools/call", "--tool-name", "prompt", "--tool-arg", "text=Hello");
        JsonNode.Parse(answer["content"]![0]!["text"]!.GetValue<string>())!["prompt"]!.GetValue<string>().ShouldBe("Hello");
        var prompt = await InspectAsync(inspector, "--method", "prompts/get", "--prompt-name", "plain", "--prompt-args", "input=Hi");
        prompt["messages"]![1]!["content"]!["text"]!.GetValue<string>().ShouldBe("Hi");
    }

    [Fact]
    public async Task It_ends_with_its_input_and_writes_the_protocol_alone()
    {
        using var process = Process.Start(Started(Llm[0], Llm[1], "mcp", "serve"))!;
        await process.StandardInput.WriteAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""" + "\n");
        var answer = JsonNode.Parse((await process.StandardOutput.ReadLineAsync(Token))!)!;
        answer["result"]!["protocolVersion"]!.GetValue<string>().ShouldBe("2025-06-18");
        process.StandardInput.Close();
        await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(10), Token);
        process.ExitCode.ShouldBe(0);
        (await process.StandardOutput.ReadToEndAsync(Token)).ShouldBeEmpty();
    }

    private Task<McpClient> ConnectAsync() => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Llm[0],
            Arguments = [Llm[1], "mcp", "serve"],
            EnvironmentVariables = LlmEnvironment,
        }),
        cancellationToken: Token);

    private async Task<JsonNode> InspectAsync(string inspector, params string[] arguments)
    {
        var environment = LlmEnvironment.SelectMany(variable => (string[])["-e", $"{variable.Key}={variable.Value}"]);
        using var process = Process.Start(
            Started("node", [inspector, "--cli", .. environment, "--", .. Llm, "mcp", "serve", .. arguments]))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(0, $"{output}\n{await error}");
        return JsonNode.Parse(output)!;
    }

    private static string TextOf(CallToolResult result) => ((TextContentBlock)result.Content[0]).Text;
}
