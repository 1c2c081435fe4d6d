using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Reads what chat options add to the body of the request.</summary>
internal static class ExtraBodyReader
{
    /// <summary>The members; null if there are none.</summary>
    /// <exception cref="LlmException">The factory of the raw representation returned something else than a JSON object.</exception>
    public static JsonObject? Read(IChatClient client, Model model, ChatOptions options, bool sendUnknownProperties)
    {
        var body = options.RawRepresentationFactory?.Invoke(client) switch
        {
            null => [],
            JsonObject members => members.DeepClone().AsObject(),
            var other => throw new LlmException(
                $"ChatOptions.RawRepresentationFactory returned {other.GetType().Name}, which cannot be sent: "
                + "return a JsonObject with members of the request body."),
        };
        if (sendUnknownProperties)
        {
            foreach (var (name, value) in options.AdditionalProperties ?? [])
            {
                if (!OptionValues.IsOption(model, name)) body.TryAdd(name, BridgeJson.ToNode(value));
            }
        }

        return body.Count > 0 ? body : null;
    }
}
