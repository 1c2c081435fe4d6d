using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Adds facts about the request to a span: the conversation, the type of output and the options, but no content.</summary>
internal static class RequestTags
{
    private const string Prefix = "gen_ai.request.";

    /// <summary>The options that the conventions define, by the names that providers use.</summary>
    private static readonly (string Option, string Tag)[] Numbers =
    [
        ("temperature", "temperature"),
        ("top_p", "top_p"),
        ("frequency_penalty", "frequency_penalty"),
        ("presence_penalty", "presence_penalty"),
        ("top_k", "top_k"),
    ];

    private static readonly (string Option, string Tag)[] Integers =
        [("max_tokens", "max_tokens"), ("max_output_tokens", "max_tokens"), ("num_predict", "max_tokens"), ("seed", "seed")];

    public static void Add(Activity activity, PendingResponse response)
    {
        var prompt = response.Prompt;
        if (!response.IsOneOff) activity.SetTag("gen_ai.conversation.id", response.ConversationId);
        if (response.Stream) activity.SetTag(Prefix + "stream", true);
        if (prompt.Schema is not null || prompt.Options.Flag("json_object")) activity.SetTag("gen_ai.output.type", "json");
        foreach (var (option, tag) in Numbers) activity.SetTag(Prefix + tag, Number(prompt.Options[option]));
        foreach (var (option, tag) in Integers)
        {
            if (Number(prompt.Options[option]) is { } number) activity.SetTag(Prefix + tag, (long)number);
        }

        if (prompt.Options.Text("stop") is { } stop) activity.SetTag(Prefix + "stop_sequences", new[] { stop });
    }

    private static double? Number(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number
            ? double.Parse(PythonNumber.Format(number), CultureInfo.InvariantCulture)
            : null;
}
