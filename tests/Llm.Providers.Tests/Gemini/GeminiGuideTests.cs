using Llm.Providers.Gemini;
using Llm.Tests;

namespace Llm.Providers.Tests.Gemini;

/// <summary><c>docs/providers/gemini.md</c> says what the code does.</summary>
public class GeminiGuideTests : GeminiTest
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "providers", "gemini.md"));

    [Fact]
    public void The_table_has_every_model_and_what_it_can_do()
    {
        var rows = Guide.Split('\n').SkipWhile(line => !line.StartsWith("| model | thinking", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        rows.ShouldBe(Models().Select(Row));
    }

    [Fact]
    public void Every_option_is_explained()
    {
        foreach (var option in Models().SelectMany(model => model.Options).DistinctBy(option => option.Name))
            Guide.ShouldContain($"`{option.Name}`");
    }

    [Fact]
    public void Every_embedding_model_and_variable_is_named()
    {
        var models = new EmbeddingModelRegistry();
        GeminiEmbeddingModel.Register(models, Address(), Http);
        foreach (var name in models.Models.Select(entry => entry.Model.Id).Concat(GeminiAddress.KeyVariables)) Guide.ShouldContain($"`{name}`");
        foreach (var version in (string[])["v1beta", "v1", "v1alpha"]) Guide.ShouldContain($"| `{version}` |");
        Setting.GeminiApiVersion.Allowed.ShouldBe("v1beta, v1 or v1alpha");
    }

    private static string Row(GeminiModel model)
    {
        var options = model.Options.ToDictionary(option => option.Name);
        var thinking = options.ContainsKey("thinking_budget") ? "`thinking_budget`"
            : options.TryGetValue("thinking_level", out var level)
                ? string.Join(", ", level.ToSchema()["anyOf"]![0]!["enum"]!.AsArray().Select(value => $"`{value}`"))
                : "no";
        var tools = ((string[])["GoogleSearch", "URLContext", "CodeExecution"])
            .Select(name => model.ServerSideTools.Any(type => type.Name == name) ? "yes" : "no");
        return $"| `{model.Name}` | {thinking} | {string.Join(" | ", tools)} | "
            + $"{(model.Features.HasFlag(GeminiFeatures.Gemini3) ? "yes" : "no")} |";
    }

    private IReadOnlyList<GeminiModel> Models()
    {
        var models = new ModelRegistry();
        GeminiModels.Register(models, Address(), Http);
        return [.. models.Models.Select(entry => (GeminiModel)entry.Model)];
    }
}
