using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Counts of tokens in the forms of OpenAI's interfaces.</summary>
/// <remarks>A count that the provider did not report is 0, as clients expect numbers.</remarks>
internal static class OpenAIUsage
{
    public static JsonObject Chat(AnswerResult result) => new()
    {
        ["prompt_tokens"] = result.Usage.InputTokens ?? 0,
        ["completion_tokens"] = result.Usage.OutputTokens ?? 0,
        ["total_tokens"] = result.TotalTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = result.Usage.CachedTokens ?? 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = result.Usage.ReasoningTokens ?? 0 },
    };

    public static JsonObject Responses(AnswerResult result) => new()
    {
        ["input_tokens"] = result.Usage.InputTokens ?? 0,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = result.Usage.CachedTokens ?? 0 },
        ["output_tokens"] = result.Usage.OutputTokens ?? 0,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = result.Usage.ReasoningTokens ?? 0 },
        ["total_tokens"] = result.TotalTokens,
    };
}
