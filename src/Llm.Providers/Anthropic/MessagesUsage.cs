using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>Reads usage in the form of the Messages interface.</summary>
internal static class MessagesUsage
{
    /// <summary>The two totals, and as details what llm-anthropic keeps.</summary>
    /// <remarks>
    /// Those are all other counts if the cache or a tool of the server is in use, and else the tokens of thinking and an unusual tier.
    /// Tokens from the cache are not among the tokens of the input.
    /// </remarks>
    public static Usage Read(JsonObject usage, bool keepsAllCounts)
    {
        var isCached = usage.Integer("cache_read_input_tokens") > 0 || usage.Integer("cache_creation_input_tokens") > 0;
        var keepsAll = keepsAllCounts || isCached || usage["server_tool_use"] is JsonObject;
        var details = new JsonObject();
        foreach (var (name, value) in usage)
        {
            var isKept = name switch
            {
                "input_tokens" or "output_tokens" => false,
                "output_tokens_details" => value is not null,
                "service_tier" => keepsAll || (value is not null && usage.Text(name) != "standard"),
                _ => keepsAll,
            };
            if (isKept) details[name] = value?.DeepClone();
        }

        return new Usage
        {
            InputTokens = usage.Integer("input_tokens"),
            OutputTokens = usage.Integer("output_tokens"),
            CachedTokens = usage.Integer("cache_read_input_tokens"),
            Details = details.Count > 0 ? details : null,
        };
    }
}
