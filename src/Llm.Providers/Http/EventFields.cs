using System.Buffers;
using System.Text;

namespace Llm.Providers.Http;

/// <summary>Collects the fields of one server-sent event from its lines.</summary>
internal sealed class EventFields
{
    private ArrayBufferWriter<byte>? joined;
    private ReadOnlyMemory<byte> only;
    private byte[] knownName = [];
    private string knownNameText = EventStream.DefaultName;
    private string name = EventStream.DefaultName;
    private bool hasData;
    private bool isJoined;

    /// <summary>Takes a line that is not empty. Fields other than the name and the data are ignored.</summary>
    /// <remarks>Older servers of llama.cpp report an error in a field <c>error</c>; it is read as an event of that name.</remarks>
    public void Add(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        var colon = span.IndexOf((byte)':');
        var field = colon < 0 ? span : span[..colon];
        var valueStart = colon < 0 ? line.Length : colon + 1;
        if (valueStart < line.Length && span[valueStart] == ' ') valueStart++;
        if (field.SequenceEqual("data"u8)) AddData(line[valueStart..]);
        else if (field.SequenceEqual("event"u8)) name = ToName(span[valueStart..]);
        else if (field.SequenceEqual("error"u8))
        {
            name = EventStream.ErrorName;
            AddData(line[valueStart..]);
        }
    }

    /// <summary>
    /// Whether an answer that begins so is an event stream: its first line is a comment or has one of the fields; null if there is not
    /// enough of it yet.
    /// </summary>
    public static bool? CanBegin(ReadOnlySpan<byte> text)
    {
        if (text[0] == ':') return true;
        foreach (var field in (string[])["data", "event", "id", "retry", "error"])
        {
            var known = Encoding.ASCII.GetBytes(field);
            if (text.Length <= known.Length && known.AsSpan().StartsWith(text)) return null;
            if (text.StartsWith(known) && text[known.Length] is (byte)':' or (byte)'\r' or (byte)'\n') return true;
        }

        return false;
    }

    /// <summary>The name of the event so far.</summary>
    public string Name => name;

    /// <summary>The data of the event so far, which is empty if there is none.</summary>
    public ReadOnlyMemory<byte> Data => !hasData ? default : isJoined ? joined!.WrittenMemory : only;

    /// <summary>Begins the next event; the data of this one stays valid until a line is added.</summary>
    public void Reset()
    {
        name = EventStream.DefaultName;
        hasData = isJoined = false;
    }

    /// <summary>Copies data that is still a view of the reader's buffer.</summary>
    public void Keep()
    {
        if (!hasData || isJoined) return;
        isJoined = true;
        joined ??= new ArrayBufferWriter<byte>();
        joined.ResetWrittenCount();
        joined.Write(only.Span);
    }

    private void AddData(ReadOnlyMemory<byte> value)
    {
        if (!hasData)
        {
            // Usually the only line of data, which need not be copied.
            only = value;
            hasData = true;
            return;
        }

        Keep();
        joined!.Write("\n"u8);
        joined!.Write(value.Span);
    }

    private string ToName(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return EventStream.DefaultName;
        if (!value.SequenceEqual(knownName))
        {
            knownName = value.ToArray();
            knownNameText = Encoding.UTF8.GetString(value);
        }

        return knownNameText;
    }
}
