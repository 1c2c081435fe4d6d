using System.Reflection;
using Llm.Tests;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>
/// The page about the bridge names everything that either side knows, so that a new version of the package cannot add to it unseen.
/// </summary>
public class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs/library/extensions-ai.md"));

    public static TheoryData<string> Names => [.. Known.Distinct()];

    private static IEnumerable<string> Known =>
    [
        .. Subclasses(typeof(AIContent)), .. Subclasses(typeof(Part)), .. Subclasses(typeof(AITool))
            .Where(name => name.StartsWith("Hosted", StringComparison.Ordinal)),
        .. Properties(typeof(ChatOptions)), .. Properties(typeof(ChatMessage)), .. Properties(typeof(ChatResponse)),
        .. Properties(typeof(ChatResponseUpdate)),
        .. Properties(typeof(EmbeddingGenerationOptions)), .. Properties(typeof(EmbeddingGeneratorModelSettings))
            .Where(name => name != "Secret"),
        .. Properties(typeof(PromptOptions)), .. ChatClientModelSettings.StandardOptions.Select(option => option.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_names(string name) => Page.ShouldMatch($@"`([A-Za-z]+\.)?{name}(\[[^`]*)?`");

    private static IEnumerable<string> Subclasses(Type type) =>
        type.Assembly.GetExportedTypes().Where(candidate => candidate.IsSubclassOf(type)).Select(candidate => candidate.Name);

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);
}
