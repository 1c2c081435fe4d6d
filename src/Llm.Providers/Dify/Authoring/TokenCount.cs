namespace Llm.Providers.Dify;

/// <summary>A number of tokens, and how sure it is.</summary>
/// <param name="Tokens">The number, at least 0.</param>
/// <param name="IsEstimate">Whether it was estimated without the tokenizer of the model.</param>
public sealed record TokenCount(int Tokens, bool IsEstimate)
{
    /// <summary>The bytes of a token of text, on average. Dify counts the tokens of GPT-2, whose vocabulary it has to download.</summary>
    private const double BytesPerToken = 3.8;

    // What Dify's base class for OpenAI's interface adds for each message, and for the beginning of the answer.
    private const int PerMessage = 3;
    private const int PerAnswer = 3;

    /// <summary>Estimates the tokens of a text: about four characters of English, or one of Chinese, for a token.</summary>
    public static TokenCount Estimate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TokenCount(CountIn(text), IsEstimate: true);
    }

    /// <summary>
    /// Estimates the tokens of a prompt: its texts, its tools and what is added for each message. Attachments are not counted.
    /// </summary>
    public static TokenCount Estimate(Prompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var tokens = PerAnswer;
        foreach (var message in prompt.Messages)
        {
            tokens += PerMessage + CountIn(message.Role);
            foreach (var part in message.Parts)
            {
                tokens += part switch
                {
                    TextPart text => CountIn(text.Text),
                    ToolCallPart call => CountIn(call.Name) + CountIn(call.Arguments.ToJsonString()),
                    ToolResultPart result => CountIn(result.Output),
                    _ => 0,
                };
            }
        }

        foreach (var tool in prompt.Tools)
            tokens += CountIn(tool.Name) + CountIn(tool.Description ?? "") + CountIn(tool.InputSchema.ToJsonString());
        return new TokenCount(tokens, IsEstimate: true);
    }

    private static int CountIn(string text)
    {
        var (bytes, tokens) = (0, 0);
        foreach (var c in text)
        {
            // Letters of Chinese, Japanese and Korean are about a token each.
            if (c is >= '\u2e80' and <= '\ud7ff' or >= '\uf900' and <= '\ufaff' or >= '\uff00' and <= '\uffef') tokens++;
            else bytes += c < 0x80 ? 1 : 2;
        }

        return tokens + (int)Math.Ceiling(bytes / BytesPerToken);
    }
}
