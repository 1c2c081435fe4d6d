using Llm.Providers.OpenAI.Calls;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>What an output item of a response contains.</summary>
internal enum ItemKind
{
    Message,
    Reasoning,
    Call,

    /// <summary>A call of a tool that the provider ran, an image, or something that is not known.</summary>
    Other,
}

/// <summary>An output item that is being received, which becomes a part of the answer.</summary>
internal sealed class OutputItem(string? id, int? index, ItemKind kind, int part, int messageIndex)
{
    public string? Id { get; } = id;

    public int? Index { get; } = index;

    public ItemKind Kind { get; } = kind;

    public int Part { get; } = part;

    public int MessageIndex { get; } = messageIndex;

    /// <summary>The call, if the item is one.</summary>
    public OpenCall? Call { get; set; }

    /// <summary>The parts of the item of which there is text.</summary>
    public HashSet<string> Received { get; } = [];

    public bool HasContent { get; set; }

    public bool IsDone { get; set; }
}
