namespace Llm.Providers.Http;

/// <summary>Recognises the data of events that are no JSON: the mark that ends a stream, and signs of life.</summary>
internal static class EndMark
{
    private const string Mark = "[DONE]";

    private static readonly string[] SignsOfLife = ["ping", "pong", "keepalive", "keep-alive", "heartbeat"];

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> data) => data.Trim(" \t\r\n"u8);

    /// <summary>Whether trimmed data is the mark that ends the streams of OpenAI and many others.</summary>
    public static bool Is(ReadOnlySpan<byte> data) => System.Text.Ascii.EqualsIgnoreCase(data, Mark);

    /// <summary>Whether trimmed data only says that the server still works.</summary>
    public static bool IsSignOfLife(ReadOnlySpan<byte> data)
    {
        foreach (var word in SignsOfLife)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(data, word)) return true;
        }

        return false;
    }

    /// <summary>A trimmed answer in one piece without the mark that some gateways put after it.</summary>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> answer)
    {
        if (answer.Length <= Mark.Length || !Is(answer[^Mark.Length..])) return answer;
        answer = Trim(answer[..^Mark.Length]);
        return Trim(answer.EndsWith("data:"u8) ? answer[..^"data:".Length] : answer);
    }
}
