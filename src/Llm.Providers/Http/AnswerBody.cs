namespace Llm.Providers.Http;

/// <summary>Reads the body of a response in one piece.</summary>
internal static class AnswerBody
{
    /// <exception cref="ProviderException">
    /// The body is larger than <paramref name="limit"/>, the connection is lost, or the server is silent for too long.
    /// </exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int limit, IdleWatch watch)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(watch.Token);
            using var lines = new LineReader(stream) { IsWhole = true };
            while (lines.Rest.Length <= limit)
            {
                watch.Start();
                if (!await lines.FillAsync(watch.Token)) return lines.Rest.ToArray();
                watch.Stop();
            }

            throw ProviderErrors.TooLarge("an answer", limit);
        }
        catch (Exception ex) when (ProviderErrors.IsOfNetwork(ex))
        {
            throw watch.ErrorOf(ex);
        }
        finally
        {
            watch.Stop();
        }
    }
}
