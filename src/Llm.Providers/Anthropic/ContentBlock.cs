using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>A block of an answer that is being received, which becomes a part.</summary>
/// <param name="json">The block as far as it was there when it began.</param>
/// <param name="index">The position that the server gave.</param>
/// <param name="part">The part of the answer.</param>
internal sealed class ContentBlock(JsonObject json, int index, int part)
{
    /// <summary>The type of a block that is text.</summary>
    public const string TextType = "text";

    /// <summary>The type of a block that is thinking.</summary>
    public const string ThinkingType = "thinking";

    public int Index { get; } = index;

    public int Part { get; } = part;

    public JsonObject Json { get; } = json;

    public string Type { get; } = json.Text("type") ?? "";

    /// <summary>The text so far, if the block is text, or a call that stands for the answer.</summary>
    public TextBuffer Text { get; } = new();

    /// <summary>The thinking, or the arguments of a call, so far.</summary>
    public StringBuilder Pieces { get; } = new();

    /// <summary>The id of the call.</summary>
    public string? CallId { get; set; }

    /// <summary>Whether the block is a call whose arguments are the answer.</summary>
    public bool IsAnswer { get; set; }

    /// <summary>Whether the block has become a part of the answer.</summary>
    public bool HasContent { get; set; }

    /// <summary>Whether it is thinking that is withheld.</summary>
    public bool IsWithheld { get; set; }

    public bool IsDone { get; set; }

    public bool IsText => IsAnswer || Type == TextType;

    public bool IsCall => !IsAnswer && Type is "tool_use" or "server_tool_use" or "mcp_tool_use";

    /// <summary>Whether the server runs the tool.</summary>
    public bool IsServerSide => Type != "tool_use";

    /// <summary>The complete block, as an answer in one piece has it. A large text is left out.</summary>
    public JsonObject Complete()
    {
        if (Type == TextType) Json["text"] = Text.Length < Utf8Text.Large ? Text.GetString(0, Text.Length) : "";
        else if (Type == ThinkingType) Json["thinking"] = Pieces.ToString();
        else if (IsAnswer) Json["input"] = Input(Text.GetString(0, Text.Length));
        else if (IsCall && Pieces.Length > 0) Json["input"] = Input(Pieces.ToString());
        return Json;
    }

    /// <summary>The arguments, which are not JSON if the answer was cut off.</summary>
    private static JsonNode Input(string text) =>
        JsonText.TryParse(text, out var input) && input is JsonObject ? input : new JsonObject { ["_raw"] = text };
}
