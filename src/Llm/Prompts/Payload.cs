using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A provider's payload; a large text in it stays UTF-8, and outside, until someone looks at the whole.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Payload
{
    private readonly Lock gate = new();
    private readonly JsonNode node;
    private readonly string name = "";
    private Utf8Text? text;
    // The object that lacks the text; null if nothing is missing.
    private JsonObject? place;

    /// <summary>A payload that is complete.</summary>
    public Payload(JsonNode node) => this.node = node;

    /// <summary>A payload whose text is missing.</summary>
    /// <param name="node">The payload without the text.</param>
    /// <param name="place">The object in the payload that has the text.</param>
    /// <param name="name">The member that is the text, and that is an empty text until then.</param>
    /// <param name="text">The text.</param>
    public Payload(JsonNode node, JsonObject place, string name, Utf8Text text)
    {
        this.node = node;
        this.place = place;
        this.name = name;
        this.text = text;
    }

    /// <summary>The complete payload.</summary>
    public JsonNode Whole
    {
        get
        {
            lock (gate)
            {
                if (place is not null) place[name] = text!.ToString();
                place = null;
                return node;
            }
        }
    }

    /// <summary>The payload without the text, if that is missing.</summary>
    public JsonNode Outline => node;

    /// <summary>
    /// Lets the payload share the memory of texts that the messages have too; a missing text that they do not have is added.
    /// </summary>
    public void Share(IReadOnlyList<Message> messages)
    {
        lock (gate)
        {
            if (place is not null && Find(messages, own => own.IsSame(text!)) is { Utf8: { } shared }) text = shared;
            else _ = Whole;
        }

        PayloadText.Share(node, messages);
    }

    /// <summary>Copies the payload with another text in place of the missing one.</summary>
    /// <param name="standIn">Returns the other text for the one that is missing.</param>
    /// <param name="messages">The messages of the answer.</param>
    /// <param name="part">The part of the messages that has the missing text.</param>
    /// <returns>The copy; null if the payload is complete.</returns>
    public JsonNode? With(Func<Utf8Text, string> standIn, IReadOnlyList<Message> messages, out TextPart? part)
    {
        lock (gate)
        {
            part = place is null ? null : Find(messages, own => own == text);
            if (part is null) return null;
            place![name] = standIn(text!);
            var copy = node.DeepClone();
            place[name] = "";
            return copy;
        }
    }

    private static TextPart? Find(IReadOnlyList<Message> messages, Func<Utf8Text, bool> matches)
    {
        foreach (var message in messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is TextPart { Utf8: { } own } found && matches(own)) return found;
            }
        }

        return null;
    }
}
