using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>The bytes that the code of a package sends in hexadecimal pieces. Not thread-safe.</summary>
/// <param name="pieces">The pieces; disposed with the stream, which stops the request.</param>
/// <param name="use">The model.</param>
internal sealed class PythonSound(IAsyncEnumerator<JsonElement> pieces, PackageModelUse use) : ReadOnlyStream
{
    private byte[] current = [];
    private int position;
    private bool isOver;

    /// <summary>Reads the first piece, so that errors are met before anything is played; returns the media type if it is named.</summary>
    /// <exception cref="LlmException">There is no sound, or the code reported an error.</exception>
    public async Task<string?> BeginAsync()
    {
        if (!await pieces.MoveNextAsync()) throw PythonRunner.NoAnswer(use, default);
        Take();
        return pieces.Current.Text("mime_type");
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (position == current.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isOver) return 0;
            if (await pieces.MoveNextAsync()) Take();
            else isOver = true;
        }

        var count = Math.Min(buffer.Length, current.Length - position);
        current.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        isOver = true;
        await pieces.DisposeAsync();
        await base.DisposeAsync();
    }

    private void Take()
    {
        try
        {
            (current, position) = (Convert.FromHexString(pieces.Current.Text("result") ?? throw new FormatException()), 0);
        }
        catch (FormatException)
        {
            throw PythonRunner.NoAnswer(use, pieces.Current);
        }
    }
}
