namespace Llm.Cli.Output;

/// <summary>Writes sound to standard output while it arrives.</summary>
internal static class SoundOutput
{
    /// <exception cref="LlmException">The connection is lost.</exception>
    /// <exception cref="ClosedPipeException">The reader has closed standard output.</exception>
    public static async Task WriteAsync(SpeechResult sound, CancellationToken cancellationToken)
    {
        await using var output = Terminal.OpenOutputStream();
        var buffer = new byte[16 * 1024];
        while (await sound.Content.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            try
            {
                output.Write(buffer, 0, length);
            }
            catch (IOException ex)
            {
                throw new ClosedPipeException(ex);
            }
        }
    }
}
