using System.Text;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>Reads the messages that a program writes, among whatever else it writes.</summary>
internal sealed class MessageReader(Stream output, MessageRepair repair, TextTail stray)
{
    /// <summary>The time that a program may take between two lines of a message.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly OutputLines lines = new(output);
    private readonly MessageText begun = new();
    private Task<ReadOnlyMemory<byte>?>? reading;

    /// <summary>Reads the next messages; null at the end of the output.</summary>
    public async Task<IReadOnlyList<JsonRpcMessage>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            reading ??= lines.ReadAsync(cancellationToken);
            if (begun.HasBegun && await Task.WhenAny(reading, Task.Delay(Pause, cancellationToken)) != reading)
            {
                if (GiveUp() is { Count: > 0 } failure) return failure;
                continue;
            }

            var line = await reading;
            reading = null;
            if (line is null) return begun.HasBegun ? GiveUp() : null;
            var messages = Take(line.Value);
            lines.KeepsLongLines = begun.HasBegun;
            if (messages.Count > 0) return messages;
        }
    }

    private List<JsonRpcMessage> Take(ReadOnlyMemory<byte> line)
    {
        var messages = new List<JsonRpcMessage>();
        if (begun.HasBegun && MessageText.Begins(line.Span) && repair.Read(line) is { Count: > 0 } whole) return [.. GiveUp(), .. whole];
        while (line.Length > 0)
        {
            if (!begun.HasBegun) line = line.TrimStart("\uFEFF \t\r"u8);
            if (!begun.HasBegun && !MessageText.Begins(line.Span))
            {
                Skip(line);
                break;
            }

            var progress = begun.Add(line, out line);
            if (progress == MessageText.Progress.Begun && begun.Text.Length <= MessageText.MaxLength) break;
            var read = repair.Read(begun.Text);
            if (read.Count == 0) Skip(begun.Text);
            messages.AddRange(read);
            begun.Clear();
        }

        return messages;
    }

    /// <summary>Ends the request whose answer was begun and is not continued.</summary>
    private IReadOnlyList<JsonRpcMessage> GiveUp()
    {
        var failure = repair.Fail(begun.Text);
        if (failure is null) Skip(begun.Text);
        begun.Clear();
        return failure is null ? [] : [failure];
    }

    /// <summary>Keeps a text that is not a message for the error of a server that fails.</summary>
    private void Skip(ReadOnlyMemory<byte> line) => stray.Append(Encoding.UTF8.GetString(line.Span).TrimEnd('\n') + "\n");
}
