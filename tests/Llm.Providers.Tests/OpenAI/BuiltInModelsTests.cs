using System.Text.RegularExpressions;
using Llm.Providers.OpenAI;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>The models of OpenAI against the table that was made from the Python tool.</summary>
public partial class BuiltInModelsTests
{
    private const int SharedOptions = 8;

    [Fact]
    public void Models_aliases_options_and_features_are_those_of_the_python_tool()
    {
        var table = File.ReadAllLines(SharedData.Path("spec", "delta-0.26-to-0.32.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => string.Join(" | ", match.Groups.Cast<Group>().Skip(1).Select(group => group.Value.Trim())))
            .ToList();
        table.Count.ShouldBe(36);
        Registered().Models.Select(Describe).ShouldBe(table);
    }

    [Fact]
    public void Embedding_models_and_their_aliases()
    {
        using var directory = new TemporaryUserDirectory();
        var registry = new EmbeddingModelRegistry();
        new OpenAIPlugin(
            directory.Directory, () => throw new InvalidOperationException("Nothing may be sent.")).RegisterEmbeddingModels(registry);
        registry.Models.Select(model => $"{model.Model.Id} {string.Join(' ', model.Aliases)}").ShouldBe(
        [
            "text-embedding-ada-002 ada ada-002",
            "text-embedding-3-small 3-small",
            "text-embedding-3-large 3-large",
            "text-embedding-3-small-512 3-small-512",
            "text-embedding-3-large-256 3-large-256", "text-embedding-3-large-1024 3-large-1024",
        ]);
    }

    private static ModelRegistry Registered()
    {
        using var directory = new TemporaryUserDirectory();
        var registry = new ModelRegistry();
        new OpenAIPlugin(directory.Directory, () => throw new InvalidOperationException("Nothing may be sent.")).RegisterModels(registry);
        return registry;
    }

    private static string Describe(RegisteredModel registered)
    {
        var model = registered.Model;
        var kind = model.ToString().Split(' ')[1].TrimEnd(':');
        var options = model.Options.Skip(SharedOptions).Select(option => option.Name);
        string?[] features =
        [
            model.CanStream
                ? "stream"
                : null, model.AttachmentTypes.Contains("image/png")
                ? "vision"
                : null, model.SupportsSchema
                ? "schema"
                : null,
            model.SupportsTools ? "tools" : null, model.SupportsAsync ? "async" : null,
        ];
        return $"{model.Id} | {string.Join(", ", registered.Aliases)} | {kind} | {string.Join(", ", options)} | {string.Join(' ', features.OfType<string>())}";
    }

    [GeneratedRegex(@"^\| ([\w.-]+) \|([^|]*)\| (Chat|Responses|Completion) \|([^|]*)\|([^|]*)\|$")]
    private static partial Regex Row();
}
