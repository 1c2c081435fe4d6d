using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs;

/// <summary>Writes a conversation, or one turn of it, as Markdown or as JSON.</summary>
public static class Transcript
{
    /// <summary>A conversation as indented JSON; <see cref="Message.FromJson"/> reads its messages again.</summary>
    public static string ToJson(LoggedConversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return PythonJson.Indented(new JsonObject
        {
            ["id"] = conversation.Id,
            ["name"] = conversation.Name,
            ["model"] = conversation.ModelId,
            ["messages"] = new JsonArray([.. conversation.Messages.Select(message => message.ToJson())]),
        });
    }

    /// <summary>A conversation as Markdown for people to read: a heading, then each message under its role.</summary>
    public static string ToMarkdown(LoggedConversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var text = new StringBuilder(
            $"# {conversation.Name?.ReplaceLineEndings(" ") ?? conversation.Id}\n\n{conversation.ModelId}, {conversation.Id}\n");
        foreach (var message in conversation.Messages)
        {
            var role = message.Role.Length == 0 ? "" : char.ToUpperInvariant(message.Role[0]) + message.Role[1..];
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {role}\n");
            foreach (var shown in message.Parts.Select(Show).Where(shown => shown.Length > 0)) text.Append('\n').Append(shown).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One prompt with its answer.</summary>
    public static string ToMarkdown(LoggedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return $"## User\n\n{turn.Prompt?.TrimEnd('\n')}\n\n## Assistant\n\n{turn.Response?.TrimEnd('\n')}\n";
    }

    private static string Show(Part part) => part switch
    {
        TextPart { Text: var text } => text.TrimEnd('\n'),
        ReasoningPart { Text.Length: > 0 } reasoning =>
            string.Join('\n', reasoning.Text.TrimEnd('\n').Split('\n').Select(line => $"> {line}")),
        ToolCallPart call => $"Calls `{call.Name}`:\n\n{MarkdownCode.Fence(PythonJson.Indented(call.Arguments), "json")}",
        ToolResultPart result => $"Result of `{result.Name}`:\n\n{MarkdownCode.Fence((result.Exception ?? result.Output).TrimEnd('\n'))}",
        AttachmentPart { Attachment: { } attachment } =>
            $"- attachment: {attachment.Path ?? attachment.Url ?? attachment.Id} ({attachment.Type ?? "unknown type"})",
        _ => "",
    };
}
