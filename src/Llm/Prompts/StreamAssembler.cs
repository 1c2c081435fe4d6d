using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Puts the events of an answer together into messages.</summary>
/// <remarks>Pass every event in order to <see cref="Add"/>, then call <see cref="Assemble()"/>. Not thread-safe.</remarks>
public sealed class StreamAssembler
{
    private readonly List<Group> groups = [];
    private readonly Dictionary<int, Group> groupByIndex = [];
    private readonly Dictionary<string, int> indexByCallId = [];
    private int highest = -1;
    private (Family Family, int Index)? previous;
    private int previousMessage;
    private bool any;

    private enum Family
    {
        Text,
        Reasoning,
        ToolCall,
        ToolResult,
        Attachment,
    }

    /// <summary>Takes one event and returns the index of the part that it belongs to.</summary>
    /// <exception cref="LlmException">The event names the index of a part of another kind.</exception>
    public int Add(StreamEvent streamEvent)
    {
        var family = FamilyOf(streamEvent);
        var index = Resolve(streamEvent, family);
        if (!groupByIndex.TryGetValue(index, out var group))
        {
            group = new Group(family, streamEvent.MessageIndex);
            groupByIndex[index] = group;
            groups.Add(group);
        }

        if (group.Family != family)
        {
            throw new LlmException(
                $"StreamEvent type '{WireName(streamEvent)}' is incompatible with prior type at part_index={index}. "
                + "Allocate a new part_index for a different content type.");
        }

        group.Add(streamEvent);
        return index;
    }

    /// <summary>The messages of the events so far: all of role <c>assistant</c>, none of them empty.</summary>
    public IReadOnlyList<Message> Assemble() => Assemble([]);

    /// <summary>As <see cref="Assemble()"/>; a part whose text equals one of the known texts shares its memory.</summary>
    internal IReadOnlyList<Message> Assemble(IReadOnlyList<string> known)
    {
        var messages = new List<Message>();
        var indexes = new List<int>();
        foreach (var group in groups)
        {
            if (!indexes.Contains(group.MessageIndex)) indexes.Add(group.MessageIndex);
        }

        foreach (var index in indexes)
        {
            var parts = new List<Part>();
            foreach (var group in groups)
            {
                if (group.MessageIndex == index && group.ToPart(known) is { } part) parts.Add(part);
            }

            // Withheld reasoning comes last on the wire and was first in time.
            var message = Message.Assistant([.. parts.Where(IsWithheld), .. parts.Where(part => !IsWithheld(part))]);
            if (message.Parts.Count > 0) messages.Add(message);
        }

        return messages;

        static bool IsWithheld(Part part) => part is ReasoningPart { Redacted: true };
    }

    private int Resolve(StreamEvent streamEvent, Family family)
    {
        if (any && streamEvent.MessageIndex != previousMessage) previous = null;
        any = true;
        previousMessage = streamEvent.MessageIndex;
        var callId = family == Family.ToolCall ? ((ToolEvent)streamEvent).ToolCallId : null;
        var index = streamEvent.PartIndex
            ?? (callId is not null && indexByCallId.TryGetValue(callId, out var bound) ? bound : (int?)null)
            ?? (callId is null && Continues(streamEvent, family) ? previous!.Value.Index : highest + 1);
        if (callId is not null) indexByCallId[callId] = index;
        highest = Math.Max(highest, index);
        previous = (family, index);
        return index;
    }

    private bool Continues(StreamEvent streamEvent, Family family) =>
        previous is { } last && last.Family == family && streamEvent is TextEvent or ReasoningEvent or ToolCallArgumentsEvent;

    private static Family FamilyOf(StreamEvent streamEvent) => streamEvent switch
    {
        TextEvent => Family.Text,
        ReasoningEvent => Family.Reasoning,
        ToolCallNameEvent or ToolCallArgumentsEvent => Family.ToolCall,
        ToolResultEvent => Family.ToolResult,
        _ => Family.Attachment,
    };

    private static string WireName(StreamEvent streamEvent) => streamEvent switch
    {
        TextEvent => "text",
        ReasoningEvent => "reasoning",
        ToolCallNameEvent => "tool_call_name",
        ToolCallArgumentsEvent => "tool_call_args",
        ToolResultEvent => "tool_result",
        _ => "attachment",
    };

    /// <summary>The events of one part.</summary>
    private sealed class Group(Family family, int messageIndex)
    {
        private readonly TextPieces text = new();
        private readonly StringBuilder name = new();
        private string? toolName;
        private string? callId;
        private bool serverExecuted;
        private bool redacted;
        private JsonObject? metadata;
        private Attachment? attachment;

        public Family Family { get; } = family;

        public int MessageIndex { get; } = messageIndex;

        public void Add(StreamEvent streamEvent)
        {
            switch (streamEvent)
            {
                case TextEvent piece:
                    text.Add(piece);
                    break;
                case ReasoningEvent piece:
                    text.Add(piece.Text);
                    redacted |= piece.Redacted;
                    break;
                case ToolEvent tool:
                    AddTool(tool);
                    break;
                case AttachmentEvent made:
                    attachment ??= made.Attachment;
                    break;
            }

            if (streamEvent.ProviderMetadata is not { } given) return;
            metadata ??= [];
            foreach (var (key, value) in given) metadata[key] = value?.DeepClone();
        }

        /// <summary>The part; null if it would be empty.</summary>
        public Part? ToPart(IReadOnlyList<string> known)
        {
            Part? part = Family switch
            {
                Family.Text => text.IsEmpty ? null : text.ToPart(known),
                Family.Reasoning => !text.IsEmpty || redacted
                    ? new ReasoningPart(text.Join(known)) { Redacted = redacted }
                    : null,
                Family.ToolCall => new ToolCallPart
                {
                    Name = name.ToString(),
                    Arguments = ParseArguments(text.Join([])),
                    ToolCallId = callId,
                    ServerExecuted = serverExecuted,
                },
                Family.ToolResult => new ToolResultPart
                {
                    Name = toolName ?? "",
                    Output = text.Join([]),
                    ToolCallId = callId,
                    ServerExecuted = serverExecuted,
                },
                _ => attachment is null ? null : new AttachmentPart(attachment),
            };
            return metadata is null ? part : part?.WithMetadata(metadata.DeepClone().AsObject());
        }

        private void AddTool(ToolEvent streamEvent)
        {
            callId ??= streamEvent.ToolCallId;
            serverExecuted |= streamEvent.ServerExecuted;
            switch (streamEvent)
            {
                case ToolCallNameEvent call:
                    name.Append(call.Name);
                    break;
                case ToolCallArgumentsEvent arguments:
                    text.Add(arguments.Json);
                    break;
                case ToolResultEvent result:
                    toolName ??= result.Name;
                    text.Add(result.Output);
                    break;
            }
        }

        private static JsonObject ParseArguments(string text)
        {
            if (text.Length == 0) return [];
            return JsonText.TryParse(text, out var node) && node is JsonObject arguments
                ? arguments
                : new JsonObject { ["_raw"] = text };
        }
    }
}
