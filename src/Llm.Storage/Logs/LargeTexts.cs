using System.Globalization;
using System.Text;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>Writes JSON whose large texts stay UTF-8: a short text stands in for each of them until the JSON is passed on.</summary>
internal sealed class LargeTexts
{
    private const int NumberLength = 8;

    private readonly List<Utf8Text> texts = [];
    // Unpredictable, so that no text contains it by chance or on purpose.
    private string mark = "";

    /// <summary>Whether there is a text that stands for another.</summary>
    public bool IsUsed => texts.Count > 0;

    /// <summary>Returns the text that stands for a large one, always the same.</summary>
    public string StandIn(Utf8Text text)
    {
        if (mark.Length == 0) mark = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        if (!texts.Contains(text)) texts.Add(text);
        return mark + texts.IndexOf(text).ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the part, or one with a text that stands for its large one.</summary>
    public Part Replace(Part part) =>
        part is TextPart { Utf8: { } large } ? new TextPart(StandIn(large)).WithMetadata(part.ProviderMetadata) : part;

    /// <summary>Passes on JSON text with the large texts in their places.</summary>
    /// <param name="json">The text with the short texts.</param>
    /// <param name="ascii">Whether the JSON text has non-ASCII characters escaped.</param>
    /// <param name="receive">Receives the UTF-8 form in pieces.</param>
    public void Write(string json, bool ascii, Action<ReadOnlySpan<byte>> receive)
    {
        var start = 0;
        while (IsUsed && json.IndexOf(mark, start, StringComparison.Ordinal) is >= 0 and var at)
        {
            receive(Encoding.UTF8.GetBytes(json[start..at]));
            start = at + mark.Length + NumberLength;
            var number = int.Parse(json.AsSpan(start - NumberLength, NumberLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            texts[number].Read(piece => Utf8Quote.Write(piece, ascii, receive));
        }

        receive(Encoding.UTF8.GetBytes(json[start..]));
    }
}
