using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A tool that the provider runs itself, such as a web search.</summary>
/// <remarks>A model takes only those whose <see cref="ServerSideToolType"/> it lists in <see cref="Model.ServerSideTools"/>.</remarks>
/// <param name="Name">The name that the log keeps, such as <c>web_search</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Spec">What the request says about it.</param>
public sealed record ServerSideTool(string Name, string? Description, JsonObject Spec) : Tool(Name, Description, [])
{
    /// <inheritdoc/>
    public override bool IsServerSide => true;

    /// <summary>Outputs that the request asks the provider to include, for providers that have such a list.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];
}
