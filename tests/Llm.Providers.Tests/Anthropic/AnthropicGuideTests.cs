using Llm.Providers.Anthropic;
using Llm.Tests;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>The tables of docs/providers/anthropic.md against the code.</summary>
public class AnthropicGuideTests : AnthropicTest
{
    private static readonly (AnthropicFeatures Feature, string Word)[] Words =
    [
        (AnthropicFeatures.Pdf, "pdf"), (AnthropicFeatures.Thinking, "thinking"), (AnthropicFeatures.Effort, "effort"),
        (AnthropicFeatures.AdaptiveThinking, "adaptive"), (AnthropicFeatures.ThinksByDefault, "by default"),
        (AnthropicFeatures.AlwaysThinks, "always"), (AnthropicFeatures.StructuredOutputs, "schema"), (AnthropicFeatures.Web, "web"),
        (AnthropicFeatures.CodeExecution, "code"), (AnthropicFeatures.LaterInstructions, "system"),
    ];

    private static string Guide => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "providers", "anthropic.md"));

    [Fact]
    public void Every_model_has_its_row()
    {
        var models = new ModelRegistry(ModelServices.Default);
        new AnthropicPlugin(Http, () => false).RegisterModels(models);
        var rows = models.Registered.Select(entry =>
        {
            var settings = ((AnthropicModel)entry.Model).Settings;
            return $"| `{settings.Id}` | {string.Join(", ", entry.Aliases.Select(alias => $"`{alias}`"))} | {settings.MaxTokens} | "
                + $"{string.Join(", ", Words.Where(word => settings.Has(word.Feature)).Select(word => word.Word))} |";
        });
        var start = Guide.IndexOf("|---|---|---|---|\n", StringComparison.Ordinal) + "|---|---|---|---|\n".Length;
        Guide[start..Guide.IndexOf("<!-- end of models -->", StringComparison.Ordinal)].Trim().Split('\n').ShouldBe(rows);
        Enum.GetValues<AnthropicFeatures>().Where(feature => feature != 0).ShouldBe(Words.Select(word => word.Feature), ignoreOrder: true);
        foreach (var (_, word) in Words) Guide.ShouldContain($"\n| `{word}` | ");
    }

    [Fact]
    public void Every_option_and_tool_has_its_row()
    {
        var all = Claude(Newer);
        Names("## Options\n", "`--no-reasoning`").ShouldBe(all.Options.Select(option => option.Name));
        Names("## Tools that Anthropic runs\n", "## What is supported").ShouldBe(all.ServerSideTools.Select(tool => tool.Name));
    }

    /// <summary>The names in the first column of the table between two texts.</summary>
    private static IEnumerable<string> Names(string from, string to)
    {
        var start = Guide.IndexOf(from, StringComparison.Ordinal);
        var part = Guide[start..Guide.IndexOf(to, start, StringComparison.Ordinal)];
        return part.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',').Select(name => name.Trim().Trim('`')));
    }
}
