using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>The tools that Anthropic runs itself, with the names and arguments of llm-anthropic (2026-11).</summary>
internal static class AnthropicServerTools
{
    private const string McpBeta = "mcp-client-2025-11-20";

    /// <summary>The tools of a model, in the order of listings.</summary>
    public static IReadOnlyList<ServerSideToolType> For(AnthropicFeatures features)
    {
        var types = new List<ServerSideToolType>();
        // Newer models filter what they find by code of their own.
        if ((features & AnthropicFeatures.Web) != 0) AddWeb(types, (features & AnthropicFeatures.AdaptiveThinking) != 0);
        if ((features & AnthropicFeatures.CodeExecution) != 0)
        {
            types.Add(new(
                "CodeExecution",
                "Run Python and Bash in a container on Anthropic's servers.",
                Parameters("container", "string"),
                CodeExecution));
        }

        types.Add(ServerSideToolType.Raw);
        return types;
    }

    /// <summary>The search that the options of a prompt ask for; null if they do not.</summary>
    /// <exception cref="LlmException">The model cannot search, or the options exclude each other.</exception>
    public static JsonObject? SearchByOptions(Prompt prompt, Model model)
    {
        if (!prompt.Get(AnthropicOptions.WebSearch)) return null;
        if (model.ServerSideTools is not [{ Name: "WebSearch" } type, ..])
            throw new LlmException($"{model.Id} cannot search the web: leave out the option web_search, or choose a newer model.");
        var arguments = new JsonObject();
        if (prompt.Options[AnthropicOptions.WebSearchMaxUses.Name] is { } most) arguments["max_uses"] = most.DeepClone();
        if (AnthropicOptions.Texts(prompt, AnthropicOptions.WebSearchAllowedDomains) is { } allowed) arguments["allowed_domains"] = allowed;
        if (AnthropicOptions.Texts(prompt, AnthropicOptions.WebSearchBlockedDomains) is { } blocked) arguments["blocked_domains"] = blocked;
        if (prompt.Options[AnthropicOptions.WebSearchLocation.Name] is { } location) arguments["user_location"] = location.DeepClone();
        return type.Create(arguments).Spec;
    }

    /// <summary>Adds a tool to a request, with what it needs outside the list of tools.</summary>
    public static void Add(ServerSideTool tool, JsonArray tools, JsonObject body, List<string> betas)
    {
        tools.AddNode(tool.Spec.DeepClone());
        var arguments = tool.Instance?.Arguments ?? [];
        switch (tool.Instance?.Name)
        {
            case "AnthropicMCP":
                var servers = body["mcp_servers"] as JsonArray ?? [];
                body["mcp_servers"] = servers;
                servers.AddNode(new JsonObject
                {
                    ["type"] = "url",
                    ["url"] = arguments.Text("url"),
                    ["name"] = tool.Spec.Text("mcp_server_name"),
                });
                if (!betas.Contains(McpBeta)) betas.Add(McpBeta);
                break;
            case "CodeExecution" when arguments.Text("container") is { } container:
                body["container"] = container;
                break;
        }
    }

    private static void AddWeb(List<ServerSideToolType> types, bool isNewer)
    {
        types.Add(new(
            "WebSearch",
            "Search the web on Anthropic's servers.",
            Parameters("max_uses", "integer", "allowed_domains", "array", "blocked_domains", "array", "user_location", "object"),
            arguments => WebSearch(arguments, isNewer)));
        types.Add(new(
            "WebFetch",
            "Read web pages and PDF files on Anthropic's servers, whose addresses must be in the conversation.",
            Parameters(
                "max_uses", "integer", "allowed_domains", "array", "blocked_domains", "array", "citations", "boolean",
                "max_content_tokens", "integer", "use_cache", "boolean"),
            arguments => WebFetch(arguments, isNewer)));
        types.Add(new(
            "AnthropicMCP",
            "Call the tools of a public MCP server, to which Anthropic's servers connect.",
            Parameters("url", "string", "name", "string", "allowed_tools", "array"),
            Mcp));
    }

    private static ServerSideTool WebSearch(JsonObject arguments, bool isNewer)
    {
        var spec = new JsonObject { ["type"] = isNewer ? "web_search_20260318" : "web_search_20250305", ["name"] = "web_search" };
        AddLimits(spec, arguments);
        if (arguments["user_location"] is { } given)
        {
            Require(given is JsonObject, "user_location must be an object");
            var location = given.DeepClone().AsObject();
            location.TryAdd("type", "approximate");
            foreach (var (name, _) in location)
            {
                Require(
                    name is "type" or "city" or "region" or "country" or "timezone",
                    $"user_location has a member {name}; it takes city, region, country and timezone");
            }

            spec["user_location"] = location;
        }

        return new ServerSideTool("web_search", "Search the web on Anthropic's servers.", spec);
    }

    private static ServerSideTool WebFetch(JsonObject arguments, bool isNewer)
    {
        var spec = new JsonObject { ["type"] = isNewer ? "web_fetch_20260318" : "web_fetch_20250910", ["name"] = "web_fetch" };
        AddLimits(spec, arguments);
        if (Flag(arguments, "citations") == true) spec["citations"] = new JsonObject { ["enabled"] = true };
        AddCount(spec, arguments, "max_content_tokens");
        if (Flag(arguments, "use_cache") is { } cache)
        {
            Require(isNewer, "use_cache needs a newer model, such as claude-sonnet-4.6");
            spec["use_cache"] = cache;
        }

        return new ServerSideTool("web_fetch", "Read web pages and PDF files on Anthropic's servers.", spec);
    }

    private static ServerSideTool Mcp(JsonObject arguments)
    {
        Require(
            Uri.TryCreate(arguments.Text("url"), UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps,
            "url must be an address that begins with https://");
        var name = arguments["name"];
        Require(name is null || IsText(name), "name must be a text");
        var spec = new JsonObject { ["type"] = "mcp_toolset", ["mcp_server_name"] = name?.GetValue<string>() ?? url!.Host };
        if (Texts(arguments, "allowed_tools") is { } allowed)
        {
            spec["default_config"] = new JsonObject { ["enabled"] = false };
            var tools = new JsonObject();
            foreach (var tool in allowed) tools[tool!.GetValue<string>()] = new JsonObject { ["enabled"] = true };
            spec["configs"] = tools;
        }

        return new ServerSideTool("mcp", "Call the tools of a public MCP server.", spec);
    }

    private static ServerSideTool CodeExecution(JsonObject arguments)
    {
        Require(arguments["container"] is not { } container || IsText(container), "container must be the id of a container");
        return new ServerSideTool(
            "code_execution",
            "Run Python and Bash in a container on Anthropic's servers.",
            new JsonObject { ["type"] = "code_execution_20260521", ["name"] = "code_execution" });
    }

    private static void AddLimits(JsonObject spec, JsonObject arguments)
    {
        AddCount(spec, arguments, "max_uses");
        var (allowed, blocked) = (Texts(arguments, "allowed_domains"), Texts(arguments, "blocked_domains"));
        Require(allowed is null || blocked is null, "allowed_domains and blocked_domains exclude each other: leave out one of them");
        if (allowed is not null) spec["allowed_domains"] = allowed.DeepClone();
        if (blocked is not null) spec["blocked_domains"] = blocked.DeepClone();
    }

    private static void AddCount(JsonObject spec, JsonObject arguments, string name)
    {
        if (arguments[name] is not { } value) return;
        Require(value.GetValueKind() == JsonValueKind.Number && arguments.Integer(name) > 0, $"{name} must be a whole number above 0");
        spec[name] = value.DeepClone();
    }

    private static bool? Flag(JsonObject arguments, string name)
    {
        if (arguments[name] is not { } value) return null;
        Require(value.GetValueKind() is JsonValueKind.True or JsonValueKind.False, $"{name} must be true or false");
        return value.GetValue<bool>();
    }

    private static JsonArray? Texts(JsonObject arguments, string name)
    {
        if (arguments[name] is not { } value) return null;
        foreach (var item in value as JsonArray ?? [null])
            Require(item is not null && IsText(item) && item.GetValue<string>().Length > 0, $"{name} must be a list of texts");
        return (JsonArray)value;
    }

    private static bool IsText(JsonNode value) => value.GetValueKind() == JsonValueKind.String;

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new LlmException(message);
    }

    /// <summary>A schema of optional arguments, given as names and types in turn.</summary>
    private static JsonObject Parameters(params string[] parameters)
    {
        var properties = new JsonObject();
        for (var i = 0; i < parameters.Length; i += 2)
            properties[parameters[i]] = new JsonObject { ["type"] = parameters[i + 1], ["default"] = null };
        return new JsonObject { ["properties"] = properties, ["type"] = "object" };
    }
}
