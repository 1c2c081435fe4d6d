namespace Llm.Providers.Dify;

/// <summary>The sound of the parts of a text, one after another; a part is asked for when the one before it has ended.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class JoinedSpeech : ReadOnlyStream
{
    /// <summary>Formats that are a sequence of frames, so that files of them can be put one after another.</summary>
    private static readonly string[] Joinable = ["mp3", "aac", "opus", "ogg", "pcm"];

    private readonly SpeechModel model;
    private readonly SpeechRequest request;
    private readonly IReadOnlyList<string> parts;
    private readonly string? key;
    private SpeechResult current;
    private int next = 1;

    private JoinedSpeech(SpeechModel model, SpeechRequest request, IReadOnlyList<string> parts, string? key, SpeechResult first) =>
        (this.model, this.request, this.parts, this.key, current) = (model, request, parts, key, first);

    /// <summary>Asks for the first part.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">The voice and the format.</param>
    /// <param name="parts">The parts of the text, at least one.</param>
    /// <param name="key">The key; null for none.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LlmException">Sound in this format cannot be joined, or the server refuses or cannot be reached.</exception>
    public static async Task<SpeechResult> StartAsync(
        SpeechModel model, SpeechRequest request, IReadOnlyList<string> parts, string? key, CancellationToken cancellationToken)
    {
        if (request.Format is { } format && !Joinable.Contains(format))
        {
            throw new LlmException(
                $"The text is too long for {model.Id}, so it is read in {parts.Count} parts, and files in the format {format} cannot be "
                + "joined. Use --format mp3, or a shorter text.");
        }

        var first = await model.SpeakAsync(request with { Text = parts[0] }, key, cancellationToken);
        return new SpeechResult(first.MediaType, new JoinedSpeech(model, request, parts, key, first));
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            var read = await current.Content.ReadAsync(buffer, cancellationToken);
            if (read > 0 || next == parts.Count) return read;
            var following = await model.SpeakAsync(request with { Text = parts[next] }, key, cancellationToken);
            next++;
            await current.DisposeAsync();
            current = following;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) current.Content.Dispose();
        base.Dispose(disposing);
    }
}
