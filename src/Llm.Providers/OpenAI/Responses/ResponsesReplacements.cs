using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>Values that recur in Responses payloads.</summary>
/// <remarks>Stored payloads refer to them by name, so never change one; only add new ones.</remarks>
internal static class ResponsesReplacements
{
    public static readonly IReadOnlyDictionary<string, JsonNode> All = new OrderedDictionary<string, JsonNode>
    {
        ["tool_usage_0"] = Read(
            """
            {"image_gen":{"input_tokens":0,"input_tokens_details":{"image_tokens":0,"text_tokens":0},"output_tokens":0,
            "output_tokens_details":{"image_tokens":0,"text_tokens":0},"total_tokens":0},"web_search":{"num_requests":0}}
            """),
        ["input_tokens_details_0"] = Read("""{"cached_tokens":0,"cache_write_tokens":0}"""),
        ["reasoning_settings_0"] = Read("""{"effort":"medium","summary":"detailed","context":"all_turns","mode":"standard"}"""),
        ["reasoning_settings_1"] = Read("""{"effort":"medium","summary":"detailed","context":"current_turn","mode":"standard"}"""),
        ["text_format_0"] = Read("""{"format":{"type":"text"},"verbosity":"medium"}"""),
        ["response_env_0"] = Read(
            """
            {"object":"response","parallel_tool_calls":true,"temperature":1.0,"tool_choice":"auto","top_p":1.0,"background":false,
            "service_tier":"default","status":"completed","top_logprobs":0,"truncation":"disabled","frequency_penalty":0.0,
            "presence_penalty":0.0,"store":false,"tools":[]}
            """),
        ["message_completed"] = Read("""{"role":"assistant","status":"completed","type":"message","phase":"final_answer"}"""),
    };

    private static JsonNode Read(string json) => JsonText.Parse(json)!;
}
