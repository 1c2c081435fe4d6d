using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Page;

/// <summary>Writes a conversation as a file, in the forms of <c>llm conversations export</c>.</summary>
internal static class ConversationExport
{
    private const int ShortestFence = 3;

    /// <summary>JSON with messages that the library can read again.</summary>
    public static string ToJson(LoggedConversation conversation) => PythonJson.Indented(new JsonObject
    {
        ["id"] = conversation.Id,
        ["name"] = conversation.Name,
        ["model"] = conversation.ModelId,
        ["messages"] = new JsonArray([.. conversation.Messages.Select(message => message.ToJson())]),
    });

    /// <summary>Markdown for people to read.</summary>
    public static string ToMarkdown(LoggedConversation conversation)
    {
        var text = new StringBuilder(
            $"# {conversation.Name?.ReplaceLineEndings(" ") ?? conversation.Id}\n\n{conversation.ModelId}, {conversation.Id}\n");
        foreach (var message in conversation.Messages)
        {
            var role = message.Role.Length == 0 ? "" : char.ToUpperInvariant(message.Role[0]) + message.Role[1..];
            text.Append(CultureInfo.InvariantCulture, $"\n## {role}\n");
            foreach (var shown in message.Parts.Select(Show).Where(shown => shown.Length > 0)) text.Append('\n').Append(shown).Append('\n');
        }

        return text.ToString();
    }

    private static string Show(Part part) => part switch
    {
        TextPart { Text: var text } => text.TrimEnd('\n'),
        ReasoningPart { Text.Length: > 0 } reasoning =>
            string.Join('\n', reasoning.Text.TrimEnd('\n').Split('\n').Select(line => $"> {line}")),
        ToolCallPart call => $"Calls `{call.Name}`:\n\n{Fence(PythonJson.Indented(call.Arguments), "json")}",
        ToolResultPart result => $"Result of `{result.Name}`:\n\n{Fence((result.Exception ?? result.Output).TrimEnd('\n'), "")}",
        AttachmentPart { Attachment: { } attachment } =>
            $"- attachment: {attachment.Path ?? attachment.Url ?? attachment.Id} ({attachment.Type ?? "unknown type"})",
        _ => "",
    };

    /// <summary>A block of code whose fence is longer than any row of backticks in it.</summary>
    private static string Fence(string code, string language)
    {
        var (longest, row) = (0, 0);
        foreach (var c in code)
        {
            row = c == '`' ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }

        var fence = new string('`', Math.Max(ShortestFence, longest + 1));
        return $"{fence}{language}\n{code}\n{fence}";
    }
}
