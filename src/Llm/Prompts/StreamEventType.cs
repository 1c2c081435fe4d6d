namespace Llm;

/// <summary>What a <see cref="StreamEvent"/> carries.</summary>
public enum StreamEventType
{
    /// <summary>A piece of the answer.</summary>
    Text,

    /// <summary>A piece of the reasoning.</summary>
    Reasoning,

    /// <summary>The name of a tool that the model calls.</summary>
    ToolCallName,

    /// <summary>A piece of the JSON of a tool call's arguments.</summary>
    ToolCallArguments,

    /// <summary>The result of a tool that the provider ran.</summary>
    ToolResult,

    /// <summary>Something that the model made, such as an image. The Python tool has no such event.</summary>
    Attachment,
}
