using Llm.Json;

namespace Llm.Web.Answers;

/// <summary>The arguments of calls as text, as models write them.</summary>
internal static class CallText
{
    /// <summary>The arguments; those that are not JSON as the model wrote them.</summary>
    public static string ArgumentsOf(ToolCallPart call) =>
        call.Arguments is { Count: 1 } arguments && arguments["_raw"] is { } raw
            ? raw.ToString()
            : PythonJson.CompactUnescaped(call.Arguments);
}
