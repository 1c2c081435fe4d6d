namespace Llm.Providers.Dify.Python;

/// <summary>Separates the reasoning from the text of an answer: the SDK sends it in the text, between <c>&lt;think&gt;</c> tags.</summary>
/// <remarks>
/// A tag counts where a piece of the answer begins with it, because the SDK sends it so; what a model writes about tags stays text. Not
/// thread-safe.
/// </remarks>
internal sealed class ThinkingText
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    // The beginning of a tag, or of blanks around one, whose rest has not been received yet.
    private string held = "";
    private bool isThinking;
    private bool skipsBlank;
    private bool hasText;

    /// <summary>Adds a piece.</summary>
    public void Add(string piece, ICollection<StreamEvent> events)
    {
        var text = held + piece;
        held = "";
        if (!isThinking && !TryOpen(ref text)) Emit(text, events);
        if (!isThinking || text.Length == 0) return;
        if (skipsBlank) text = SkipBlank(text);
        var end = text.IndexOf(Close, StringComparison.Ordinal);
        if (end < 0)
        {
            var kept = Beginning(text, Close);
            held = text[^kept..];
            EmitReasoning(text[..^kept], events);
            return;
        }

        EmitReasoning(text[..end].TrimEnd('\n'), events);
        isThinking = false;
        skipsBlank = true;
        Emit(text[(end + Close.Length)..], events);
    }

    /// <summary>Adds what was held back.</summary>
    public void Finish(ICollection<StreamEvent> events)
    {
        var text = held;
        held = "";
        if (isThinking) EmitReasoning(text, events);
        else Emit(text, events);
    }

    /// <summary>How many characters at the end of a text could be the beginning of a tag.</summary>
    private static int Beginning(string text, string tag)
    {
        for (var length = Math.Min(text.Length, tag.Length - 1); length > 0; length--)
            if (tag.StartsWith(text.AsSpan(text.Length - length), StringComparison.Ordinal))
                return length;
        return 0;
    }

    /// <summary>Whether the text is no text of the answer: reasoning begins, or may begin when there is more.</summary>
    private bool TryOpen(ref string text)
    {
        var start = hasText ? text : text.TrimStart();
        if (start.StartsWith(Open, StringComparison.Ordinal))
        {
            isThinking = skipsBlank = true;
            text = start[Open.Length..];
            return true;
        }

        var mayBegin = Open.StartsWith(start, StringComparison.Ordinal) && !(hasText && start.Length == 0);
        if (!mayBegin) return false;
        held = text;
        text = "";
        return true;
    }

    private string SkipBlank(string text)
    {
        var rest = text.TrimStart('\n', '\r');
        if (rest.Length > 0) skipsBlank = false;
        return rest;
    }

    private void Emit(string text, ICollection<StreamEvent> events)
    {
        if (skipsBlank) text = SkipBlank(text);
        if (text.Length == 0) return;
        hasText = true;
        events.Add(new TextEvent(text));
    }

    private static void EmitReasoning(string text, ICollection<StreamEvent> events)
    {
        if (text.Length > 0) events.Add(new ReasoningEvent(text));
    }
}
