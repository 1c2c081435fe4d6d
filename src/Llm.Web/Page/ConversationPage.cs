using Llm.Storage.Logs;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>A logged conversation: read it, continue it from any turn, export it, delete it.</summary>
internal static class ConversationPage
{
    /// <summary>Shows a conversation.</summary>
    /// <exception cref="ServedException">There is none with this id.</exception>
    public static async Task ShowAsync(HttpContext context, LogStore log, LlmHost host, string id)
    {
        var conversation = await LoadAsync(log, id, context.RequestAborted);
        var turns = await log.ListAsync(new LogQuery { ConversationId = id }, context.RequestAborted);
        var turnOf = Match(MessageView.AnswersFromLast(conversation.Messages), turns);
        var instructions = conversation.Messages is [{ Role: Message.SystemRole } first, ..] ? first.Text : "";
        await PageFrame.SendAsync(context, LogPage.NameOf(conversation.Name), Html.Format($"""
            <main id="content">
            <div class="head">
            <h1>{LogPage.NameOf(conversation.Name)}</h1>
            <p class="facts">{conversation.ModelId} · {LogPage.Time(turns.Count == 0 ? null : turns[^1].StartedAt)}</p>
            <div class="actions">
            <a class="button primary" href="{PagePaths.Continue(id)}">Continue</a>
            <a class="button" href="{PagePaths.Conversation(id) + "/export.md"}" download>Markdown</a>
            <a class="button" href="{PagePaths.Conversation(id) + "/export.json"}" download>JSON</a>
            {Delete("conversation", id, "Delete…", "Delete the whole conversation")}
            </div>
            </div>
            {Html.When(instructions.Length > 0, MessageView.Folded("Instructions", instructions))}
            <div class="messages">{MessageView.Conversation(conversation.Messages, canEdit: false, answer =>
                turnOf.TryGetValue(answer, out var found) ? Foot(found, host) : Html.Empty)}</div>
            </main>
            """), "page.js");
    }

    /// <summary>Sends the conversation as a file.</summary>
    /// <exception cref="ServedException">There is none with this id.</exception>
    public static async Task ExportAsync(HttpContext context, LogStore log, string id, bool asJson)
    {
        var conversation = await LoadAsync(log, id, context.RequestAborted);
        PageHeaders.Write(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = asJson ? "application/json" : "text/markdown; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"conversation{(asJson ? ".json" : ".md")}\"";
        await context.Response.WriteAsync(
            asJson ? Transcript.ToJson(conversation) : Transcript.ToMarkdown(conversation), context.RequestAborted);
    }

    /// <summary>Deletes a turn, or a conversation.</summary>
    public static async Task DeleteAsync(HttpContext context, LogStore log)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (turn, conversation) = (form["turn"].ToString(), form["conversation"].ToString());
        // A query without a condition would delete everything.
        if (turn.Length + conversation.Length == 0) throw ServedException.BadRequest("Name a turn or a conversation.");
        var query = turn.Length > 0 ? new LogQuery { Ids = [turn] } : new LogQuery { ConversationId = conversation };
        await log.DeleteAsync(query, cancellationToken: context.RequestAborted);
        var left = turn.Length > 0 && conversation.Length > 0
            && (await log.ListAsync(new LogQuery { ConversationId = conversation, Limit = 1 }, context.RequestAborted)).Count > 0;
        context.Response.Redirect(left ? PagePaths.Conversation(conversation) : PagePaths.Log);
    }

    private static async Task<LoggedConversation> LoadAsync(LogStore log, string id, CancellationToken cancellationToken) =>
        await log.LoadConversationAsync(id, cancellationToken)
            ?? throw ServedException.NotFound($"There is no conversation {id} in the log.");

    /// <summary>Finds the turn of each answer by its text, from the last one on.</summary>
    /// <remarks>What a fork began with belongs to another conversation, and a turn in the middle may have been deleted.</remarks>
    /// <param name="answers">The messages of each answer, the last answer first.</param>
    /// <param name="turns">The turns, the newest first; several belong to an answer with calls of tools.</param>
    private static Dictionary<int, LoggedTurn> Match(IReadOnlyList<IReadOnlyList<Message>> answers, IReadOnlyList<LoggedTurn> turns)
    {
        var found = new Dictionary<int, LoggedTurn>();
        var next = 0;
        for (var i = 0; i < answers.Count && next < turns.Count; i++)
        {
            var text = answers[i][^1].Text;
            if ((turns[next].Response ?? "") != text) continue;
            found[i] = turns[next];
            // The earlier rounds of the same answer.
            next += Math.Max(1, answers[i].Count(message => message.Role == Message.AssistantRole));
        }

        return found;
    }

    private static Html Foot(LoggedTurn turn, LlmHost host)
    {
        var facts = new List<string> { turn.Model ?? "", LogPage.Time(turn.StartedAt) };
        if (MessageView.Tokens(turn.InputTokens, turn.OutputTokens) is { } tokens) facts.Add(tokens);
        if (turn.FindCost(host.Prices) is { } cost) facts.Add(CostText.Of(cost));
        if (turn.Incomplete is { } reason) facts.Add("incomplete: " + reason);
        return Html.Format($"""
            <p class="note" id="{turn.Id}">{string.Join(" · ", facts)}</p>
            <div class="actions"><a class="button quiet" href="{PagePaths.Fork(turn.Id)}">Continue from here</a>
            {Delete("turn", turn.Id, "Delete…", "Delete this answer", turn.ConversationId)}</div>
            """);
    }

    private static Html Delete(string kind, string id, string summary, string action, string? conversation = null) => Html.Format($"""
        <details class="confirm"><summary>{summary}</summary><form method="post" action="/log/delete">
        <input type="hidden" name="{kind}" value="{id}">
        {Html.When(conversation is not null, Html.Format($"""<input type="hidden" name="conversation" value="{conversation}">"""))}
        <button class="danger">{action}</button></form></details>
        """);
}
