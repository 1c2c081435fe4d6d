using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Values that recur in Chat Completions payloads.</summary>
/// <remarks>Stored payloads refer to them by name, so never change one; only add new ones.</remarks>
internal static class ChatReplacements
{
    public static readonly IReadOnlyDictionary<string, JsonNode> All = new OrderedDictionary<string, JsonNode>
    {
        ["completion_tokens_details_0"] = JsonText.Parse(
            """{"accepted_prediction_tokens":0,"audio_tokens":0,"reasoning_tokens":0,"rejected_prediction_tokens":0}""")!,
        ["prompt_tokens_details_0"] = JsonText.Parse("""{"audio_tokens":0,"cached_tokens":0}""")!,
    };
}
