using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the content of a message: a text in OpenAI's answers, a list of pieces in those of Mistral and others.</summary>
internal static class ChatContent
{
    /// <summary>The texts and the thinking of a message, or of a piece of one, in their order.</summary>
    public static IEnumerable<ContentPiece> Read(JsonElement message)
    {
        var hasText = false;
        if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out var content))
        {
            foreach (var piece in Pieces(content))
            {
                hasText |= !piece.IsThinking && piece.Text.Length > 0;
                yield return piece;
            }
        }

        if (!hasText && message.Text("refusal") is { } refusal) yield return new ContentPiece(refusal, false);
    }

    private static IEnumerable<ContentPiece> Pieces(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => [new ContentPiece(content.GetString()!, false)],
        JsonValueKind.Array => content.EnumerateArray().SelectMany(Pieces),
        JsonValueKind.Object => Piece(content),
        _ => [],
    };

    private static IEnumerable<ContentPiece> Piece(JsonElement piece)
    {
        foreach (var name in (string[])["thinking", "reasoning"])
        {
            if (piece.TryGetProperty(name, out var thinking)) return Pieces(thinking).Select(inner => new ContentPiece(inner.Text, true));
        }

        var isThinking = piece.Text("type") is "thinking" or "reasoning";
        foreach (var name in (string[])["text", "output_text", "refusal", "content"])
        {
            if (!piece.TryGetProperty(name, out var text)) continue;
            return Pieces(text).Select(inner => new ContentPiece(inner.Text, isThinking || inner.IsThinking));
        }

        return [];
    }
}

/// <summary>A piece of the content of a message.</summary>
/// <remarks>Start-up: not a tuple, whose lists would be compiled at run time.</remarks>
internal sealed class ContentPiece(string text, bool isThinking)
{
    public string Text { get; } = text;

    public bool IsThinking { get; } = isThinking;
}
