using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the content of a message: a text in OpenAI's answers, a list of pieces in those of Mistral and others.</summary>
internal static class ChatContent
{
    /// <summary>The texts and the thinking of a message, or of a piece of one, in their order.</summary>
    public static IEnumerable<(string Text, bool IsThinking)> Read(JsonElement message)
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

        if (!hasText && message.Text("refusal") is { } refusal) yield return (refusal, false);
    }

    private static IEnumerable<(string Text, bool IsThinking)> Pieces(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => [(content.GetString()!, false)],
        JsonValueKind.Array => content.EnumerateArray().SelectMany(Pieces),
        JsonValueKind.Object => Piece(content),
        _ => [],
    };

    private static IEnumerable<(string Text, bool IsThinking)> Piece(JsonElement piece)
    {
        foreach (var name in (string[])["thinking", "reasoning"])
        {
            if (piece.TryGetProperty(name, out var thinking)) return Pieces(thinking).Select(inner => (inner.Text, true));
        }

        var isThinking = piece.Text("type") is "thinking" or "reasoning";
        foreach (var name in (string[])["text", "output_text", "refusal", "content"])
        {
            if (piece.TryGetProperty(name, out var text)) return Pieces(text).Select(inner => (inner.Text, isThinking || inner.IsThinking));
        }

        return [];
    }
}
