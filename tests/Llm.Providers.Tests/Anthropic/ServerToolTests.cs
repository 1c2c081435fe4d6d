using System.Text.Json.Nodes;
using Llm.Providers.Anthropic;

namespace Llm.Providers.Tests.Anthropic;

public class ServerToolTests : AnthropicTest
{
    [Theory]
    [InlineData(Newer, "WebSearch", "{}", """{"type": "web_search_20260318", "name": "web_search"}""")]
    [InlineData(Older, "WebSearch", """{"max_uses": 2, "allowed_domains": ["a.example"], "user_location": {"city": "Paris"}}""",
        """
        {"type": "web_search_20250305", "name": "web_search", "max_uses": 2, "allowed_domains": ["a.example"],
         "user_location": {"type": "approximate", "city": "Paris"}}
        """)]
    [InlineData(Newer, "WebFetch", """{"citations": true, "max_content_tokens": 9, "use_cache": false, "blocked_domains": ["b.example"]}""",
        """
        {"type": "web_fetch_20260318", "name": "web_fetch", "citations": {"enabled": true}, "max_content_tokens": 9, "use_cache": false,
         "blocked_domains": ["b.example"]}
        """)]
    [InlineData(Older, "WebFetch", """{"citations": false}""", """{"type": "web_fetch_20250910", "name": "web_fetch"}""")]
    [InlineData(Newer, "CodeExecution", "{}", """{"type": "code_execution_20260521", "name": "code_execution"}""")]
    [InlineData(Newer, "AnthropicMCP", """{"url": "https://m.example/mcp"}""", """{"type": "mcp_toolset", "mcp_server_name": "m.example"}""")]
    [InlineData(Newer, "AnthropicMCP", """{"url": "https://m.example/mcp", "name": "m", "allowed_tools": ["add"]}""",
        """
        {"type": "mcp_toolset", "mcp_server_name": "m", "default_config": {"enabled": false}, "configs": {"add": {"enabled": true}}}
        """)]
    [InlineData(Older, "ServerSideTool", """{"spec": {"type": "advisor_20260301", "name": "advisor"}}""", """{"type": "advisor_20260301", "name": "advisor"}""")]
    public async Task A_tool_of_the_server_is_sent(AnthropicFeatures features, string type, string arguments, string sent)
    {
        var model = Claude(features);
        var options = new PromptOptions { Key = Key, Tools = [Make(model, type, arguments), new Tool("f", null, [])] };
        (await BodyAsync(model, "x", options))["tools"]!.AsArray()[0].ShouldBeJson(sent);
    }

    [Fact]
    public async Task What_a_tool_needs_beside_the_list_of_tools_is_sent_too()
    {
        var model = Claude();
        var options = new PromptOptions
        {
            Key = Key,
            Tools =
            [
                Make(model, "AnthropicMCP", """{"url": "https://m.example/mcp"}"""), Make(model, "CodeExecution", """{"container": "c1"}"""),
            ],
        };
        var body = await BodyAsync(model, "x", options);
        body["mcp_servers"].ShouldBeJson("""[{"type": "url", "url": "https://m.example/mcp", "name": "m.example"}]""");
        body["container"]!.GetValue<string>().ShouldBe("c1");
        Server.Requests[0].Header("anthropic-beta").ShouldBe("mcp-client-2025-11-20");
    }

    [Theory]
    [InlineData("WebSearch", """{"max_uses": 0}""", "max_uses must be a whole number above 0")]
    [InlineData("WebSearch", """{"allowed_domains": "a"}""", "allowed_domains must be a list of texts")]
    [InlineData("WebSearch", """{"allowed_domains": ["a"], "blocked_domains": ["b"]}""", "allowed_domains and blocked_domains exclude each other")]
    [InlineData("WebSearch", """{"user_location": "Paris"}""", "user_location must be an object")]
    [InlineData("WebSearch", """{"user_location": {"street": "x"}}""", "user_location has a member street; it takes city, region")]
    [InlineData("WebFetch", """{"use_cache": true}""", "use_cache needs a newer model")]
    [InlineData("WebFetch", """{"citations": 1}""", "citations must be true or false")]
    [InlineData("AnthropicMCP", """{"url": "http://m.example"}""", "url must be an address that begins with https://")]
    [InlineData("AnthropicMCP", """{"url": "https://m", "authorization_token": "t"}""", "AnthropicMCP got an unexpected keyword argument 'authorization_token'")]
    public void Arguments_that_are_not_valid_are_refused_by_name(string type, string arguments, string message) =>
        Should.Throw<LlmException>(() => Make(Claude(Older), type, arguments)).Message.ShouldStartWith(message);

    [Fact]
    public void A_tool_that_the_model_does_not_have_is_refused()
    {
        var tool = Make(Claude(), "CodeExecution", "{}");
        Should.Throw<LlmException>(() => Claude(Older).Ask("x", new PromptOptions { Tools = [tool] })).Message
            .ShouldStartWith("Model 'claude-test' does not support server-side tool 'code_execution'.");
    }

    [Fact]
    public async Task The_options_of_older_versions_of_the_plugin_search_the_web_too()
    {
        var options = new JsonObject
        {
            ["web_search"] = "1",
            ["web_search_max_uses"] = "3",
            ["web_search_blocked_domains"] = """["a.example", "b.example"]""",
            ["web_search_location"] = """{"city": "c", "region": "r", "country": "FR", "timezone": "t"}""",
        };
        var body = await BodyAsync(Claude(Older), "x", new PromptOptions { Key = Key }.With(options));
        body["tools"].ShouldBeJson(
            """
            [{"type": "web_search_20250305", "name": "web_search", "max_uses": 3, "blocked_domains": ["a.example", "b.example"],
              "user_location": {"type": "approximate", "city": "c", "region": "r", "country": "FR", "timezone": "t"}}]
            """);
    }

    private static ServerSideTool Make(Model model, string type, string arguments) =>
        model.ServerSideTools.Single(known => known.Name == type).Make(JsonNode.Parse(arguments)!.AsObject());
}
