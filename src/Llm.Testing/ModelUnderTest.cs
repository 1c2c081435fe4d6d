using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <summary>A model and the information that <see cref="ModelConformance"/> needs to test it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Answer">Returns the text with which the model answers a prompt.</param>
public sealed record ModelUnderTest(Model Model, Func<string, string> Answer)
{
    /// <summary>The API key to use; null if none is needed.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// A prompt whose answer arrives in several pieces over at least some seconds; null skips the check that needs it.
    /// </summary>
    public string? LongPrompt { get; init; }

    /// <summary>A prompt that makes the model fail immediately or during the answer; null skips the check that needs it.</summary>
    public string? FailingPrompt { get; init; }

    /// <summary>Whether the model reports the token counts of an answer.</summary>
    public bool ReportsUsage { get; init; } = true;

    /// <summary>An option with a value that the model must refuse; null skips the check that needs it.</summary>
    public KeyValuePair<string, JsonNode>? BadOption { get; init; }
}
