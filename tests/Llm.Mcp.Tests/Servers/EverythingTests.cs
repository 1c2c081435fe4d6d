using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Llm.Mcp.Tests.Servers;

/// <summary>A real server with every feature of the protocol, as a child process.</summary>
public sealed class EverythingTests : McpTest
{
    public override ValueTask InitializeAsync()
    {
        Add("everything", "node", NpmPackages.Everything, "stdio");
        return base.InitializeAsync();
    }

    [Fact]
    public async Task Tools_are_listed_with_their_schemas()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything"));
        toolbox.Tools.Count.ShouldBeGreaterThan(10);
        var sum = toolbox.Tools.Single(tool => tool.Name == "get-sum");
        sum.Signature.ShouldBe("get-sum(a: float, b: float)");
        sum.Description.ShouldBe("Returns the sum of two numbers");
        (sum.Plugin, sum.Instance!.Name, sum.Instance.Plugin).ShouldBe(("mcp:everything", "mcp:everything", "mcp:everything"));
    }

    [Fact]
    public async Task A_tool_is_called()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything/get-sum"));
        toolbox.Tools.ShouldHaveSingleItem().Instance!.Name.ShouldBe("mcp:everything/get-sum");
        (await CallAsync(toolbox, "get-sum", """{"a": 2, "b": 40}""")).Text.ShouldContain("42");
    }

    [Fact]
    public async Task Images_and_embedded_resources_come_along()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything"));
        var image = await CallAsync(toolbox, "get-tiny-image");
        image.Text.ShouldBe("Here's the image you requested:\nThe image above is the MCP logo.");
        var logo = image.Attachments.ShouldHaveSingleItem();
        logo.Type.ShouldBe("image/png");
        logo.Content!.Value[..4].ToArray().ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);

        var resource = await CallAsync(toolbox, "get-resource-reference", """{"resourceType": "Text", "resourceId": 7}""");
        resource.Text.Split('\n')[1].ShouldContain("Resource 7");
        var zipped = await CallAsync(
            toolbox, "gzip-file-as-resource", """{"name": "a.gz", "data": "data:text/plain,hello", "outputType": "resource"}""");
        zipped.Attachments.ShouldHaveSingleItem().Type.ShouldBe("application/gzip");
    }

    [Fact]
    public async Task Structured_content_is_JSON_and_is_not_said_twice()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything"));
        var weather = await CallAsync(toolbox, "get-structured-content", """{"location": "New York"}""");
        JsonNode.Parse(weather.Text)!["temperature"]!.GetValue<int>().ShouldBe(33);
    }

    [Fact]
    public async Task Wrong_arguments_are_an_error_that_the_model_can_read()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything"));
        var error = await Should.ThrowAsync<McpServerException>(() => CallAsync(toolbox, "get-sum", """{"a": "two"}"""));
        error.Message.ShouldContain("expected number");
    }

    [Fact]
    public async Task Progress_is_told_until_the_call_is_over()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything"));
        await CallAsync(toolbox, "trigger-long-running-operation", """{"duration": 1, "steps": 4}""");
        var reports = Progress.Reports;
        reports[^1].IsOver.ShouldBeTrue();
        // The last one may come together with the result and is left out then.
        reports.Select(report => report.Value).Take(3).ShouldBe([1, 2, 3]);
        reports.ShouldAllBe(
            report => report.Plugin == "mcp:everything" && report.Tool == "trigger-long-running-operation" && report.Total == 4);
    }

    [Fact]
    public async Task Calls_of_one_round_overlap_in_one_process()
    {
        await using var tools = await HostTools("mcp:everything");
        var model = Scripted(
            [.. Enumerable.Range(0, 3).Select(i => Call("trigger-long-running-operation", """{"duration": 4, "steps": 1}""", $"c{i}"))],
            ["done"]);
        var start = Stopwatch.GetTimestamp();
        await model.Chain("go", new() { Tools = tools.Tools }).GetTextAsync(Token);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        LeftOver().Count.ShouldBe(1);
        model.Prompts[1].ToolResults.Select(result => result.Exception).ShouldAllBe(error => error == null);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_mid_call_ends_the_call_and_not_the_chain()
    {
        await using var tools = await HostTools("mcp:everything");
        var model = Scripted(
            [Call("trigger-long-running-operation", """{"duration": 60, "steps": 1}""")],
            [Call("echo", """{"message": "hi"}""")],
            ["I see"]);
        var text = model.Chain("go", new() { Tools = tools.Tools }).GetTextAsync(Token);
        await Task.Delay(1000, Token);
        foreach (var id in LeftOver()) Process.GetProcessById(id).Kill();
        (await text.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBe("I see");
        // In mid-call, then between two calls.
        foreach (var prompt in model.Prompts.Skip(1))
            prompt.ToolResults.ShouldHaveSingleItem().Output.ShouldStartWith(
                "Error: The MCP server 'everything' ended with exit code 137.");
    }

    [Fact]
    public async Task Cancelling_a_call_ends_it_and_the_server_lives()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("everything"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(300);
        await Should.ThrowAsync<OperationCanceledException>(
            () => CallAsync(toolbox, "trigger-long-running-operation", """{"duration": 60}""", stop.Token));
        (await CallAsync(toolbox, "echo", """{"message": "still there"}""")).Text.ShouldBe("Echo: still there");
    }

    [Fact]
    public async Task A_resource_is_a_fragment()
    {
        var loaded = await Servers.LoadAsync("everything/demo://resource/dynamic/text/3", Token);
        var fragment = loaded.Fragments.ShouldHaveSingleItem();
        fragment.Content.ShouldContain("Resource 3");
        fragment.Source.ShouldBe("mcp:everything/demo://resource/dynamic/text/3");
        (await Should.ThrowAsync<LlmException>(() => Servers.LoadAsync("everything", Token))).Message.ShouldContain(
            "mcp:everything/demo://resource/static/document/");
        (await Should.ThrowAsync<LlmException>(
            () => Servers.LoadAsync("everything/demo://nothing", Token))).Message.ShouldContain("'everything' refused");
    }

    [Fact]
    public async Task A_prompt_is_a_template()
    {
        var template = Servers.Template("everything/args-prompt");
        var filled = await template.CompleteAsync(new Dictionary<string, string> { ["city"] = "Paris$$", ["other"] = "x" }, Token);
        filled.Evaluate("", new Dictionary<string, string>()).Prompt.ShouldBe("What's weather in Paris$$?");
        filled.Functions.ShouldBeNull();
        var missing = await Should.ThrowAsync<LlmException>(() => template.CompleteAsync(new Dictionary<string, string>(), Token));
        missing.Message.ShouldBe("The prompt 'args-prompt' requires a value: -p city VALUE (Name of the city)");
        var unknown = await Should.ThrowAsync<LlmException>(
            () => Servers.Template("everything/nothing").CompleteAsync(new Dictionary<string, string>(), Token));
        unknown.Message.ShouldStartWith("The MCP server 'everything' has no prompt 'nothing'. It has: simple-prompt, args-prompt");
    }

    [Fact]
    public async Task The_variables_of_the_user_stay_with_the_user()
    {
        User.Write("keys.json", """{"tracker": "secret-1"}""");
        Environment.SetEnvironmentVariable("MCP_TEST_OWN_KEY", "secret-2");
        Add(
            "keyed",
            new JsonObject { ["env"] = new JsonObject { ["TOKEN"] = "Bearer ${key:tracker}" } },
            "node",
            NpmPackages.Everything);
        await using var toolbox = await PreparedAsync(Servers.Toolbox("keyed"));
        var environment = (await CallAsync(toolbox, "get-env")).Text;
        environment.ShouldContain("Bearer secret-1");
        environment.ShouldNotContain("secret-2");
        File.ReadAllText(User.Directory.McpFile).ShouldNotContain("secret");
    }

    private async Task<ToolSelection> HostTools(string specification)
    {
        using var host = LlmHost.Create(new LlmHostOptions { Directory = User.Directory });
        return await host.Tools.SelectAsync([specification], cancellationToken: Token);
    }
}
