using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Tasks;

/// <summary>A model of OpenAI's moderation interface, which Mistral has too (docs.mistral.ai/api/endpoint/classifiers).</summary>
internal sealed class OpenAIModerationModel(OpenAIModelSettings settings, ModerationSettings moderation, Func<HttpClient> http)
    : ModerationModel(settings.Id)
{
    public override string? NeedsKey => settings.NeedsKey;

    public override string? KeyEnvironmentVariable => settings.KeyVariable;

    public override bool IsListedWithoutKey => settings.IsListedWithoutKey;

    public override string ToString() => settings.Label ?? base.ToString();

    protected override async Task<ModerationResult> CheckAsync(
        ModerationRequest request, string? key, CancellationToken cancellationToken)
    {
        var parts = moderation.Split(request.Text);
        ModerationResult? result = null;
        for (var start = 0; start < parts.Count; start += moderation.PartsInRequest)
        {
            var sent = parts.Skip(start).Take(moderation.PartsInRequest).ToList();
            foreach (var checkedPart in await AskAsync(sent, key, cancellationToken))
                result = result is null ? checkedPart : Merge(result, checkedPart);
        }

        return result!;
    }

    private async Task<List<ModerationResult>> AskAsync(List<string> parts, string? key, CancellationToken cancellationToken)
    {
        JsonNode input = parts.Count == 1 ? JsonValue.Create(parts[0]) : new JsonArray([.. parts.Select(part => JsonValue.Create(part))]);
        var body = new JsonObject { ["input"] = input, ["model"] = settings.WireName };
        var answer = await settings.AskAsync("moderations", body, http, Services, key, cancellationToken);
        var results = new List<ModerationResult>();
        foreach (var result in answer.Items("results"))
        {
            if (result.ValueKind != JsonValueKind.Object) break;
            var categories = ReadCategories(result);
            var hasFlag = result.TryGetProperty("flagged", out var flag);
            if (!hasFlag && categories.Count == 0) break;
            var isFlagged = flag.ValueKind == JsonValueKind.True;
            // Mistral's answers have only the categories.
            foreach (var category in categories) isFlagged |= category.IsFlagged;
            results.Add(new ModerationResult(isFlagged) { Categories = categories });
            if (results.Count == parts.Count) return results;
        }

        throw ProviderErrors.NoAnswer(answer);
    }

    /// <summary>What is true of a whole text: it is harmful where a part of it is, and as much as the worst part.</summary>
    private static ModerationResult Merge(ModerationResult first, ModerationResult second)
    {
        var categories = new List<ModerationCategory>();
        foreach (var category in first.Categories)
        {
            var other = second.Categories.FirstOrDefault(known => known.Name == category.Name);
            categories.Add(other is null ? category : category with
            {
                IsFlagged = category.IsFlagged || other.IsFlagged,
                // A comparison with null is false.
                Score = category.Score > other.Score ? category.Score : other.Score ?? category.Score,
            });
        }

        foreach (var category in second.Categories)
            if (!first.Categories.Any(known => known.Name == category.Name))
                categories.Add(category);
        return new ModerationResult(first.IsFlagged || second.IsFlagged) { Categories = categories };
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
