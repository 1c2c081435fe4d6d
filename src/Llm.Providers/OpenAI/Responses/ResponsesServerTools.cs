using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>The tools that OpenAI runs itself, with the same checks and messages as in the Python tool.</summary>
internal static class ResponsesServerTools
{
    private const int MaxDomains = 100;

    private static readonly string[] ContextSizes = ["low", "medium", "high"];
    private static readonly string[] MemoryLimits = ["1g", "4g", "16g", "64g"];

    /// <summary>All tools, in the order of listings, with the descriptions of the Python tool, because they count in the hashes.</summary>
    public static IReadOnlyList<ServerSideToolType> All { get; } =
    [
        new(
            "WebSearch",
            """
            Search the web using OpenAI's hosted search tool.

            Configure domain filters, approximate location, result context, live web
            access and image search through constructor arguments. Set
            ``include_sources`` to retain every consulted URL or ``include_results``
            to retain raw results such as image search results.
            """,
            Parameters(
                ("allowed_domains", List("string")), ("blocked_domains", List("string")), ("user_location", Optional("object")),
                ("search_context_size", Optional("string")),
                ("external_web_access", Optional("boolean")),
                ("return_token_budget", Optional("string")),
                ("search_content_types", List("string")), ("image_settings", Optional("object")),
                ("include_sources", Flag()), ("include_results", Flag())),
            WebSearch),
        new(
            "CodeInterpreter",
            """
            Run Python in an OpenAI-managed container.

            With no ``container`` argument OpenAI creates or reuses an automatic
            container. ``memory_limit`` and ``file_ids`` configure that automatic
            container. Pass an existing ``cntr_`` ID as ``container`` to use it
            explicitly instead.
            """,
            Parameters(("container", Optional("string")), ("memory_limit", Optional("string")), ("file_ids", List("string"))),
            CodeInterpreter),
        ServerSideToolType.Raw,
    ];

    private static ServerSideTool WebSearch(JsonObject arguments)
    {
        var spec = new JsonObject { ["type"] = "web_search" };
        var filters = new JsonObject();
        foreach (var name in (string[])["allowed_domains", "blocked_domains"])
        {
            if (arguments[name] is not { } domains) continue;
            CheckDomains(name, domains);
            filters[name] = domains.DeepClone();
        }

        if (filters.Count > 0) spec["filters"] = filters;
        if (arguments["user_location"] is { } location) spec["user_location"] = UserLocation(location);
        if (arguments["search_context_size"] is { } size)
        {
            Require(IsOneOf(size, ContextSizes), "search_context_size must be one of: low, medium or high");
            spec["search_context_size"] = size.DeepClone();
        }

        Copy("external_web_access", value => Require(IsFlag(value), "external_web_access must be a boolean"));
        Copy(
            "return_token_budget",
            value => Require(IsOneOf(value, "default", "unlimited"), "return_token_budget must be default or unlimited"));
        Copy("search_content_types", value =>
        {
            Require(value is JsonArray, "search_content_types must be a list");
            Require(
                value is JsonArray { Count: > 0 } types && types.All(type => IsOneOf(type, "text", "image")),
                "search_content_types must contain text and/or image");
        });
        Copy("image_settings", CheckImageSettings);
        foreach (var name in (string[])["include_sources", "include_results"])
            Require(arguments[name] is not { } flag || IsFlag(flag), $"{name} must be a boolean");
        var include = new List<string>();
        if (IsSet(arguments["include_sources"])) include.Add("web_search_call.action.sources");
        if (IsSet(arguments["include_results"])) include.Add("web_search_call.results");
        return new ServerSideTool("web_search", All[0].Description, spec) { Include = include };

        void Copy(string name, Action<JsonNode> check)
        {
            if (arguments[name] is not { } value) return;
            check(value);
            spec[name] = value.DeepClone();
        }
    }

    private static ServerSideTool CodeInterpreter(JsonObject arguments)
    {
        var (id, memory, files) = (arguments["container"], arguments["memory_limit"], arguments["file_ids"]);
        Require(id is null || IsText(id), "container must be a string container ID");
        Require(memory is null || IsOneOf(memory, MemoryLimits), "memory_limit must be one of: 1g, 4g, 16g or 64g");
        Require(id is null || (memory is null && files is null), "container cannot be combined with memory_limit or file_ids");
        var container = id?.DeepClone();
        if (container is null)
        {
            var settings = new JsonObject { ["type"] = "auto" };
            if (memory is not null) settings["memory_limit"] = memory.DeepClone();
            if (files is not null) settings["file_ids"] = files.DeepClone();
            container = settings;
        }

        return new ServerSideTool(
            "code_interpreter", All[1].Description, new JsonObject { ["type"] = "code_interpreter", ["container"] = container })
        {
            Include = ["code_interpreter_call.outputs"],
        };
    }

    private static JsonObject UserLocation(JsonNode value)
    {
        Require(value is JsonObject, "user_location must be a dictionary");
        var location = value.DeepClone().AsObject();
        location.TryAdd("type", "approximate");
        Require(IsOneOf(location["type"], "approximate"), "user_location type must be approximate");
        return location;
    }

    private static void CheckDomains(string name, JsonNode value)
    {
        Require(value is JsonArray, $"{name} must be a list");
        var domains = value.AsArray();
        Require(domains.Count <= MaxDomains, $"{name} cannot contain more than {MaxDomains} domains");
        Require(
            domains.All(domain => IsText(domain) && domain!.GetValue<string>().Trim().Length > 0),
            $"{name} entries must be non-empty strings");
        Require(
            !domains.Any(domain => domain!.GetValue<string>().Contains("://", StringComparison.Ordinal)),
            $"{name} entries must omit the URL scheme");
    }

    private static void CheckImageSettings(JsonNode value)
    {
        Require(value is JsonObject, "image_settings must be a dictionary");
        if (value["max_results"] is { } most)
            Require(
                most is JsonValue number && number.TryGetValue<int>(out var count) && count > 0,
                "image_settings max_results must be a positive integer");
        if (value["caption"] is { } caption) Require(IsFlag(caption), "image_settings caption must be a boolean");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new LlmException(message);
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsOneOf(JsonNode? value, params string[] choices) => IsText(value) && choices.Contains(value!.GetValue<string>());

    private static bool IsFlag(JsonNode value) => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsSet(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;

    private static JsonObject Parameters(params (string Name, JsonObject Schema)[] parameters)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in parameters) properties[name] = schema;
        return new JsonObject { ["properties"] = properties, ["type"] = "object" };
    }

    private static JsonObject Optional(string type) => OrNull(new JsonObject { ["type"] = type });

    private static JsonObject List(string type) =>
        OrNull(new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = type } });

    private static JsonObject Flag() => new() { ["default"] = false, ["type"] = "boolean" };

    private static JsonObject OrNull(JsonObject schema) =>
        new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }), ["default"] = null };
}
