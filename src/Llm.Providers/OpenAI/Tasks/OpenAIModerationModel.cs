using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Tasks;

/// <summary>A model of OpenAI's moderation interface, which Mistral has too (docs.mistral.ai/api/endpoint/classifiers).</summary>
internal sealed class OpenAIModerationModel(OpenAIModelSettings settings, Func<HttpClient> http) : ModerationModel(settings.Id)
{
    public override string? NeedsKey => settings.NeedsKey;

    public override string? KeyEnvironmentVariable => settings.KeyVariable;

    public override bool IsListedWithoutKey => settings.IsListedWithoutKey;

    public override string ToString() => settings.Label ?? base.ToString();

    protected override async Task<ModerationResult> CheckAsync(
        ModerationRequest request, string? key, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["input"] = request.Text, ["model"] = settings.WireName };
        var answer = await settings.AskAsync("moderations", body, http, Services, key, cancellationToken);
        foreach (var result in answer.Items("results"))
        {
            if (result.ValueKind != JsonValueKind.Object) break;
            var categories = ReadCategories(result);
            var hasFlag = result.TryGetProperty("flagged", out var flag);
            if (!hasFlag && categories.Count == 0) break;
            var isFlagged = flag.ValueKind == JsonValueKind.True;
            // Mistral's answers have only the categories.
            foreach (var category in categories) isFlagged |= category.IsFlagged;
            return new ModerationResult(isFlagged) { Categories = categories };
        }

        throw ProviderErrors.NoAnswer(answer);
    }

    private static List<ModerationCategory> ReadCategories(JsonElement result)
    {
        var categories = new List<ModerationCategory>();
        var flags = result.Object("categories");
        if (flags.ValueKind != JsonValueKind.Object) return categories;
        var scores = result.Object("category_scores");
        foreach (var flag in flags.EnumerateObject())
            categories.Add(new ModerationCategory(flag.Name, flag.Value.ValueKind == JsonValueKind.True, scores.Number(flag.Name)));
        return categories;
    }
}
