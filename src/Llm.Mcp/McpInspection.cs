namespace Llm.Mcp;

/// <summary>What a server says of itself.</summary>
public sealed record McpInspection
{
    /// <summary>What it calls itself.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The names of its tools.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>The addresses of the resources that it lists.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The names of its prompts.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }
}
