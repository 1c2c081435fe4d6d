namespace Llm.Providers.Http;

/// <summary>Reads the body of a response in one piece.</summary>
internal static class AnswerBody
{
    /// <exception cref="ProviderException">
    /// The body is larger than <paramref name="limit"/>, the connection is lost, or the server is silent for too long.
    /// </exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response, int limit, IdleWatch watch, CancellationToken cancellationToken)
    {
        using var lines = new LineReader(await response.Content.ReadAsStreamAsync(cancellationToken), watch) { IsWhole = true };
        while (await lines.FillAsync(cancellationToken))
        {
            if (lines.Rest.Length > limit) throw ProviderErrors.TooLarge("an answer", limit);
        }

        return lines.Rest.ToArray();
    }
}
