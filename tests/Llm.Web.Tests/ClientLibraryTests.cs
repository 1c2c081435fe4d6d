using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Tests;
using Llm.Serving;

namespace Llm.Web.Tests;

/// <summary>The libraries that programs in JavaScript are written with, through <c>tests/npm/clients.mjs</c>.</summary>
public class ClientLibraryTests : ServedTest
{
    private string token = "";

    private protected override ServeSettings Settings => base.Settings with { RequiresToken = true };

    private protected override void Prepare() => token = new AccessTokens(Directory, TimeProvider.System).Create("library");

    [Theory]
    [InlineData("openai", "openai", "7.59.0")]
    [InlineData("responses", "openai", "7.59.0")]
    [InlineData("anthropic", "@anthropic-ai/sdk", "1.14.0")]
    [InlineData("ollama", "ollama", "0.6.4")]
    [InlineData("ai-openai", "@ai-sdk/openai", "4.0.118")]
    [InlineData("ai-openai-chat", "ai", "7.0.173")]
    [InlineData("ai-compatible", "@ai-sdk/openai-compatible", "3.0.92")]
    [InlineData("ai-anthropic", "@ai-sdk/anthropic", "4.0.105")]
    [InlineData("langchain", "@langchain/openai", "1.6.0")]
    [InlineData("langchain-responses", "@langchain/core", "1.4.0")]
    public async Task A_library_reads_everything(string client, string package, string version)
    {
        // One program uses them all.
        foreach (var needed in (string[])["ai", "@langchain/openai", "ollama"]) new NodePackage(needed).SkipWhereMissing();
        await new NodePackage(package).CheckVersionsAsync(version);
        var read = (JsonObject)JsonText.Parse(await NodePackage.RunAsync(["clients.mjs", Address, token, client]))!;
        if (read["models"] is JsonArray models) models.Select(name => (string)name!).ShouldContain("talk");
        read.Text("chat").ShouldBe("echo: Hi");
        read.Text("stream").ShouldBe("echo: Hi");
        read.Text("tool").ShouldBe("results: rain in Bern");
        read.Text("structured").ShouldBe("Rex");
        read.Text("image").ShouldBe("echo: Look");
        if (read["embedding"] is { } length) ((int)length).ShouldBe(8);
        // The provider's own words, and those about a connection that ends.
        read.Text("refused")!.ShouldContain("400");
        read.Text("cut")!.ShouldNotBe("no error");
        Provider.Requests.Select(request => Encoding.UTF8.GetString(request.Body.Span)).ShouldContain(body => body.Contains("iVBORw0KGgo"));
        // The client left before the end.
        read.Text("slow").ShouldNotBe("no error");
        (await TurnsAsync(1)).ShouldNotContain(turn => turn.Response!.Contains("eight\nSLOW", StringComparison.Ordinal));
    }
}
