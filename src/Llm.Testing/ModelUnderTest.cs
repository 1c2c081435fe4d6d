using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <summary>A model with what <see cref="ModelConformance"/> must know to test it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Answer">The text that the model answers to a prompt, when asked for it in whatever way.</param>
public sealed record ModelUnderTest(Model Model, Func<string, string> Answer)
{
    /// <summary>The API key to use; null if none is needed.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// A prompt whose answer comes in several pieces over at least some seconds; null leaves out the check that needs it.
    /// </summary>
    public string? LongPrompt { get; init; }

    /// <summary>A prompt that makes the model fail half-way or at once; null leaves out the check that needs it.</summary>
    public string? FailingPrompt { get; init; }

    /// <summary>Whether the model tells how many tokens an answer took.</summary>
    public bool ReportsUsage { get; init; } = true;

    /// <summary>An option with a value that the model must refuse; null leaves out the check that needs it.</summary>
    public KeyValuePair<string, JsonNode>? BadOption { get; init; }
}
