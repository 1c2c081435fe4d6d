namespace Llm.Providers.OpenAI.Tasks;

/// <summary>How a server's speech interface differs from others.</summary>
internal sealed record SpeechSettings
{
    /// <summary>The voices, the usual one first; empty if they are not known.</summary>
    public IReadOnlyList<string> Voices { get; init; } = [];

    /// <summary>The formats, the usual one first; empty if they are not known.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Whether the model takes words about how to speak.</summary>
    public bool TakesInstructions { get; init; } = true;

    /// <summary>The voice if none is chosen, because OpenAI's interface requires one; null to send none.</summary>
    public string? UsualVoice => Voices.Count > 0 ? Voices[0] : null;
}
