using System.Globalization;

namespace Llm.Web.Page;

/// <summary>Shows the messages of a conversation: what the user said and what the model answered, with its calls of tools.</summary>
internal static class MessageView
{
    /// <summary>Shows a whole conversation.</summary>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="canEdit">Whether the messages have buttons to edit them and to ask again.</param>
    /// <param name="foot">Returns what is shown under an answer, by its number counted from the last one; null for nothing.</param>
    public static Html Conversation(IReadOnlyList<Message> messages, bool canEdit, Func<int, Html>? foot = null)
    {
        var groups = Group(messages);
        var answers = groups.Count(group => group.IsAnswer);
        var shown = new List<Html>();
        foreach (var group in groups)
        {
            if (group.IsAnswer) answers--;
            shown.Add(group.IsAnswer
                ? Answer(group, canEdit, foot?.Invoke(answers))
                : User(group.Messages[0], canEdit ? group.Start : null));
        }

        return Html.Join(shown);
    }

    /// <summary>The answers, the last one first, each with all rounds of its tools: the texts by which turns are found.</summary>
    public static IReadOnlyList<IReadOnlyList<Message>> AnswersFromLast(IReadOnlyList<Message> messages) =>
        [.. Group(messages).Where(group => group.IsAnswer).Select(group => group.Messages).Reverse()];

    /// <summary>The tokens of an answer for people; null if they are not known.</summary>
    public static string? Tokens(long? sent, long? received) => sent is null || received is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{sent:N0} + {received:N0} tokens");

    /// <summary>A text that is shown when the user wants it.</summary>
    public static Html Folded(string title, string text) =>
        Html.Format($"""<details class="reasoning"><summary>{title}</summary><div class="said">{text}</div></details>""");

    private static List<MessageGroup> Group(IReadOnlyList<Message> messages)
    {
        var groups = new List<MessageGroup>();
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == Message.UserRole) groups.Add(new MessageGroup(false, i, [message]));
            else if (message.Role == Message.SystemRole) continue;
            else if (groups is [.., { IsAnswer: true } last]) last.Messages.Add(message);
            else groups.Add(new MessageGroup(true, i, [message]));
        }

        return groups;
    }

    /// <summary>Shows what the user said.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its index in the conversation, by which it is edited; null if it cannot be.</param>
    private static Html User(Message message, int? index)
    {
        var attachments = message.Parts.OfType<AttachmentPart>().Select(part => part.Attachment).OfType<Attachment>();
        var actions = index is { } i
            ? Html.Format($"""<div class="actions"><button type="button" class="quiet" data-edit="{i}">Edit</button></div>""")
            : Html.Empty;
        return Html.Format($"""
            <article class="user" aria-label="You"><h2>You</h2>{AttachmentView.Logged(attachments)}
            <div class="said">{message.Text}</div>{actions}</article>

            """);
    }

    private static Html Answer(MessageGroup group, bool canEdit, Html? foot)
    {
        var results = group.Messages.SelectMany(message => message.Parts).OfType<ToolResultPart>().ToList();
        var pieces = group.Messages.SelectMany(message => message.Parts).Select(part => Show(part, results)).ToList();
        var actions = Html.When(canEdit, Html.Format($"""
            <div class="actions"><button type="button" class="quiet" data-retry="{group.Start}">Try again</button></div>
            """));
        return Html.Format($"""
            <article class="model" aria-label="Answer"><h2>Answer</h2><div class="parts">{Html.Join(pieces)}</div>{foot}{actions}</article>

            """);
    }

    private static Html Show(Part part, List<ToolResultPart> results) => part switch
    {
        TextPart { Text.Length: > 0 } text => MarkdownBlocks.Whole(text.Text),
        ReasoningPart { Text.Length: > 0 } reasoning => Folded("Reasoning", reasoning.Text),
        ToolCallPart call => CallView.Read(
            call, results.FirstOrDefault(result => result.ToolCallId == call.ToolCallId && result.Name == call.Name)),
        AttachmentPart { Attachment: { } attachment } => AttachmentView.Logged([attachment]),
        _ => Html.Empty,
    };

    /// <summary>Messages that are shown as one.</summary>
    /// <param name="IsAnswer">Whether it is an answer with its calls and their results, rather than a message of the user.</param>
    /// <param name="Start">The index of its first message.</param>
    /// <param name="Messages">The messages.</param>
    private sealed record MessageGroup(bool IsAnswer, int Start, List<Message> Messages);
}
