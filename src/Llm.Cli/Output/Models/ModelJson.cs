using System.Text.Json.Nodes;

namespace Llm.Cli.Output.Models;

/// <summary>Describes models as JSON.</summary>
internal static class ModelJson
{
    public static JsonObject Describe(RegisteredModel registered, bool withOptions)
    {
        var model = registered.Model;
        var json = new JsonObject
        {
            ["model_id"] = model.Id,
            ["aliases"] = ToArray(registered.Aliases),
            ["can_stream"] = model.CanStream,
            ["supports_schema"] = model.SupportsSchema,
            ["supports_tools"] = model.SupportsTools,
            ["supports_async"] = model.SupportsAsync,
            ["attachment_types"] = ToArray(model.AttachmentTypes.Order(StringComparer.Ordinal)),
            ["server_side_tools"] = new JsonArray(
                [.. model.ServerSideTools.Select(tool => new JsonObject { ["name"] = tool.Name, ["plugin"] = tool.Plugin })]),
        };
        if (withOptions)
            json["options"] = new JsonObject(
                model.Options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)option.ToSchema())));
        return json;
    }

    private static JsonArray ToArray(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}
