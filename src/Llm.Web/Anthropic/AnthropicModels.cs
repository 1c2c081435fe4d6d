using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.Anthropic;

/// <summary>The list of models in the form of Anthropic's interface.</summary>
internal static class AnthropicModels
{
    /// <param name="models">The models.</param>
    /// <param name="created">The time that all of them have, in seconds since 1970: when the server started.</param>
    public static JsonObject List(IReadOnlyList<ServedModel> models, long created)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(created).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var chat = models.Where(model => !model.Embeds).ToList();
        return new JsonObject
        {
            ["data"] = new JsonArray([.. chat.Select(model => new JsonObject
            {
                ["type"] = "model",
                ["id"] = model.Name,
                ["display_name"] = model.Name,
                ["created_at"] = time,
            })]),
            ["has_more"] = false,
            ["first_id"] = chat.FirstOrDefault()?.Name,
            ["last_id"] = chat.LastOrDefault()?.Name,
        };
    }
}
