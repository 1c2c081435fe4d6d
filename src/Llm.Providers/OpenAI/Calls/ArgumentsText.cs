using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Calls;

/// <summary>The arguments of a call as they are received: JSON text that should become one object.</summary>
internal sealed class ArgumentsText
{
    private const string Empty = "{}";

    private readonly StringBuilder text = new();
    private int depth;
    private bool inString;
    private bool isEscaped;
    private int sent;

    /// <summary>Whether the text is an object that has not ended.</summary>
    public bool IsOpen => depth > 0;

    /// <summary>Whether the text is a whole object.</summary>
    public bool IsWhole => text.Length > 0 && depth == 0 && IsObject;

    /// <summary>Whether the text is a whole object without members, which some servers send before the real one.</summary>
    public bool IsEmptyObject => IsWhole && text.Length <= 2 * Empty.Length && Text == Empty;

    /// <summary>Whether there is no text.</summary>
    public bool IsMissing => text.Length == 0;

    private bool IsObject { get; set; }

    private string Text => text.ToString().Trim();

    /// <summary>Whether a piece is the whole text again.</summary>
    public bool IsRepeatedBy(string piece) => text.Length > 0 && piece.Trim() == Text;

    /// <summary>Takes a piece: it begins where the last one ended, or it is the text so far again, with more or without.</summary>
    public void Add(string piece)
    {
        if (sent == 0 && IsEmptyObject && !string.IsNullOrWhiteSpace(piece)) Clear();
        else if (IsWhole && IsRepeatedBy(piece)) return;
        // A single character is also repeated by chance.
        else if (text.Length > 1 && piece.Length > text.Length && IsObject && piece.StartsWith(text.ToString(), StringComparison.Ordinal))
            piece = piece[text.Length..];
        Append(piece);
    }

    /// <summary>
    /// Takes from the text what can be passed on already; null if there is nothing. The end of a whole object is kept back, because the
    /// same object may follow again, or the real one after an empty one.
    /// </summary>
    public string? TakeReady() => IsOpen && IsObject ? Take() : null;

    /// <summary>Takes the rest of the text at the end; null if there is nothing.</summary>
    /// <remarks>Text that is no object is passed on as it is, so that the tool does not run; JSON null stands for no arguments.</remarks>
    public string? TakeRest()
    {
        if (sent == text.Length) return null;
        if (sent > 0 || IsObject) return Take();
        var given = Take();
        var json = JsonText.ParseOrNull(given);
        if (json is null && given.Trim() is "null") return null;
        // Some gateways encode the text twice.
        return json?.GetValueKind() == JsonValueKind.String && JsonText.ParseOrNull(json.GetValue<string>()) is JsonObject
            ? json.GetValue<string>()
            : given;
    }

    private string Take()
    {
        var piece = text.ToString(sent, text.Length - sent);
        sent = text.Length;
        return piece;
    }

    private void Clear()
    {
        text.Clear();
        IsObject = false;
    }

    private void Append(string piece)
    {
        foreach (var c in piece)
        {
            if (!IsObject && depth == 0 && text.Length == 0 && char.IsWhiteSpace(c)) continue;
            if (text.Length == 0) IsObject = c == '{';
            text.Append(c);
            if (isEscaped) isEscaped = false;
            else if (inString && c == '\\') isEscaped = true;
            else if (c == '"') inString = !inString;
            else if (!inString && c is '{' or '[') depth++;
            else if (!inString && c is '}' or ']') depth--;
        }
    }
}
