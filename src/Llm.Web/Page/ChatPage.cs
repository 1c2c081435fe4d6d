using Llm.Serving;
using Llm.Storage.Logs;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>The page where a person talks to a model.</summary>
internal static class ChatPage
{
    /// <summary>Shows the page: empty, with a logged conversation (<c>?c=ID</c>), or with one up to a turn (<c>?from=TURN</c>).</summary>
    /// <exception cref="ServedException">There is no such conversation or turn.</exception>
    public static async Task ShowAsync(
        HttpContext context, LogStore log, UnloggedConversations unlogged, ServedModels models, LlmHost host, ServeSettings settings)
    {
        var (conversation, turn) = (NotEmpty(context.Request.Query["c"]), NotEmpty(context.Request.Query["from"]));
        var history = await ChatHistory.LoadAsync(log, unlogged, conversation, turn, context.RequestAborted);
        var chosen = history.Model ?? settings.Model ?? host.GetModel().Id;
        var title = history.Messages.FirstOrDefault(message => message.Role == Message.UserRole)?.Text is { Length: > 0 } first
            ? Excerpt.Begin(first, 60)
            : "Chat";
        await PageFrame.SendAsync(context, title, Content(history, turn, chosen, models.List(), settings), "chat.js");
    }

    private static Html Content(ChatHistory history, string? turn, string chosen, IReadOnlyList<ServedModel> models, ServeSettings settings)
    {
        var hasBegun = history.Messages.Count > 0;
        var instructions = history.Messages is [{ Role: Message.SystemRole } first, ..] ? first.Text : "";
        return Html.Format($"""
            <main id="content" class="chat" data-conversation="{(turn is null ? history.Conversation : null)}" data-turn="{turn}">
            <h1 class="hidden">Chat</h1>
            {Html.When(turn is not null, Html.Format($"""<p class="notice">Your next message begins a new conversation from here.</p>"""))}
            <div id="messages" class="messages" role="log" aria-label="Conversation">
            {MessageView.Conversation(history.Messages, canEdit: true)}</div>
            <div id="welcome" class="welcome"{Html.When(hasBegun, Html.Format($" hidden"))}>
            <p class="greeting">What would you like to know?</p>
            <p class="keys">Ctrl+Enter sends, Esc stops. Files can be dropped or pasted anywhere.</p>
            </div>
            <p id="status" class="hidden" role="status" aria-live="polite"></p>
            <form id="composer" class="composer" aria-label="Message">
            <div id="editing" class="notice" hidden>You are editing an earlier message. Sending it starts a branch, and the log
            keeps the original.
            <button type="button" id="cancel-edit" class="quiet">Keep the original</button></div>
            <ul id="files" class="files" aria-label="Files to send"></ul>
            <label for="text" class="hidden">Message</label>
            <textarea id="text" rows="2" placeholder="Write a message" autofocus></textarea>
            <div class="bar">
            <label class="attach">Attach<input id="file" type="file" multiple class="hidden-input"></label>
            <label for="model" class="hidden">Model or template</label>
            <input id="model" list="models" value="{chosen}" autocomplete="off" spellcheck="false">
            <datalist id="models">{Html.Join(models.Where(model => !model.Embeds).Select(Option))}</datalist>
            <span class="space"></span>
            <button type="button" id="stop" hidden>Stop</button>
            <button id="send" class="primary">Send</button>
            </div>
            <details class="more"><summary>Instructions and options</summary>
            <label for="system">Instructions
            {Html.When(hasBegun, Html.Format($"""<span class="faint">(fixed once a conversation has begun)</span>"""))}</label>
            <textarea id="system" rows="3"{Html.When(hasBegun, Html.Format($" readonly"))}>{"\n" + instructions}</textarea>
            <label for="options">Options of the model, one on a line</label>
            <textarea id="options" rows="3" placeholder="temperature=0.2" spellcheck="false"></textarea>
            {ToolList(settings.Tools)}
            </details>
            </form>
            {Html.When(!settings.Logs, Html.Format($"""<p class="faint foot">Nothing is logged: the server forgets conversations.</p>"""))}
            </main>
            """);
    }

    private static Html Option(ServedModel model) => Html.Format($"""<option value="{model.Name}">{model.Owner}</option>""");

    private static Html ToolList(IReadOnlyList<string> tools) => tools.Count == 0
        ? Html.Empty
        : Html.Format($"""<p class="faint">Tools that the model may call: {string.Join(", ", tools)}</p>""");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
