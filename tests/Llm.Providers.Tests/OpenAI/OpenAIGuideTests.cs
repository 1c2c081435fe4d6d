using Llm.Providers.OpenAI;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>The tables of docs/providers/openai.md against the code.</summary>
public class OpenAIGuideTests
{
    private static readonly (string Word, Func<Model, bool> Has)[] Words =
    [
        ("streams", model => model.CanStream),
        ("files", model => model.AttachmentTypes.Contains("application/pdf") && model.AttachmentTypes.Contains("image/png")),
        ("schema", model => model.SupportsSchema),
        ("tools", model => model.SupportsTools),
        ("reasoning", model => model.Options.Contains(OpenAIOptions.ReasoningEffort)),
        ("verbosity", model => model.Options.Contains(OpenAIOptions.Verbosity)),
        ("original", model => model.Options.Contains(OpenAIOptions.ImageDetailWithOriginal)),
    ];

    private static string Guide => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "providers", "openai.md"));

    [Fact]
    public void Every_model_has_its_row()
    {
        var rows = Registered().Select(entry =>
            $"| `{entry.Model.Id}` | {string.Join(", ", entry.Aliases.Select(alias => $"`{alias}`"))} | "
            + $"{entry.Model.ToString()!.Split([' ', ':'])[1]} | "
            + $"{string.Join(", ", Words.Where(word => word.Has(entry.Model)).Select(word => word.Word))} |");
        Part("<!-- models -->", "<!-- end of models -->").Split('\n').Skip(3).Where(line => line.Length > 0).ShouldBe(rows);
        Part("<!-- end of models -->", "## Options\n").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).ShouldBe(Words.Select(word => word.Word));
    }

    [Fact]
    public void Every_option_has_its_row_and_every_tool_its_arguments()
    {
        var models = Registered();
        Names(1, "## Options\n", "## Reasoning\n")
            .ShouldBe(models.SelectMany(entry => entry.Model.Options).Select(option => option.Name).Distinct(), ignoreOrder: true);
        var tools = models.First(entry => entry.Model.Id == "gpt-5.5").Model.ServerSideTools;
        Names(1, "## Tools that OpenAI runs\n", "## What is supported\n").ShouldBe(tools.Select(tool => tool.Name));
        Names(2, "## Tools that OpenAI runs\n", "## What is supported\n").ShouldBe(
            tools.SelectMany(tool => tool.InputSchema["properties"]!.AsObject().Select(parameter => parameter.Key)));
    }

    private static IReadOnlyList<RegisteredModel> Registered()
    {
        using var directory = new TemporaryUserDirectory();
        var models = new ModelRegistry();
        new OpenAIPlugin(directory.Directory, () => throw new InvalidOperationException("Nothing may be sent.")).RegisterModels(models);
        return models.Registered;
    }

    /// <summary>The names in a column of the tables between two texts.</summary>
    private static IEnumerable<string> Names(int column, string from, string to) => Part(from, to).Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(line => line.Split('|')[column].Split(',').Select(name => name.Trim().Trim('`')));

    private static string Part(string from, string to)
    {
        var start = Guide.IndexOf(from, StringComparison.Ordinal) + from.Length;
        return Guide[start..Guide.IndexOf(to, start, StringComparison.Ordinal)];
    }
}
