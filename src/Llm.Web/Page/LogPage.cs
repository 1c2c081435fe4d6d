using System.Globalization;
using Llm.Storage.Logs;

namespace Llm.Web.Page;

/// <summary>The list of what is logged, with search as you type.</summary>
internal static class LogPage
{
    /// <summary>Shows the page with the results of the query in its address.</summary>
    public static async Task ShowAsync(HttpContext context, LogStore log, LlmHost host)
    {
        var search = LogSearch.Read(context.Request.Query);
        var results = await ResultsAsync(log, search, context.RequestAborted);
        var models = host.UsableModels.Models.Select(model => Html.Format($"""<option value="{model.Model.Id}">"""));
        await PageFrame.SendAsync(context, "Log", Html.Format($"""
            <main id="content">
            <h1>Log</h1>
            <form id="search" class="filters" action="/log" role="search">
            <div class="wide"><label for="q">Search prompts and answers</label>
            <input id="q" name="q" type="search" value="{search.Words}" autocomplete="off" autofocus></div>
            <div><label for="model">Model</label>
            <input id="model" name="model" list="models" value="{search.Model}" autocomplete="off" spellcheck="false">
            <datalist id="models">{Html.Join(models)}</datalist></div>
            <div><label for="tool">Tool</label>
            <input id="tool" name="tool" value="{search.Tool}" autocomplete="off" spellcheck="false"></div>
            <div><label for="from">From</label><input id="from" name="from" type="date" value="{search.From}"></div>
            <div><label for="to">To</label><input id="to" name="to" type="date" value="{search.To}"></div>
            <noscript><button>Search</button></noscript>
            </form>
            <div id="results">{results}</div>
            </main>
            """), "log.js");
    }

    /// <summary>Sends only the results, which the script puts into the page.</summary>
    public static async Task ShowResultsAsync(HttpContext context, LogStore log) =>
        await PageFrame.SendPartAsync(context, await ResultsAsync(log, LogSearch.Read(context.Request.Query), context.RequestAborted));

    private static async Task<Html> ResultsAsync(LogStore log, LogSearch search, CancellationToken cancellationToken)
    {
        if (search.IsEmpty)
        {
            var conversations = await log.ListConversationsAsync([], search.Count + 1, cancellationToken);
            return List(conversations, Show, search, "conversation", "Nothing is logged yet.");
        }

        var turns = await log.ListAsync(search.ToQuery(), cancellationToken);
        return List(turns, turn => Show(turn, search.WordList), search, "answer", "Nothing matches.");
    }

    private static Html List<T>(IReadOnlyList<T> found, Func<T, Html> show, LogSearch search, string noun, string none)
    {
        if (found.Count == 0) return Html.Format($"""<p class="count" role="status">{none}</p>""");
        var hasMore = found.Count > search.Count;
        var count = Math.Min(found.Count, search.Count);
        var label = $"{(hasMore ? "The first " : "")}{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
        return Html.Format($"""
            <p class="count" role="status">{label}</p>
            <ul class="results">{Html.Join(found.Take(count).Select(show))}</ul>
            {(hasMore ? Html.Format($"""<p><a class="button" href="{search.More}">Show more</a></p>""") : Html.Empty)}
            """);
    }

    private static Html Show(ConversationSummary conversation) => Html.Format($"""
        <li><a href="{PagePaths.Conversation(conversation.Id)}"><span class="name">{NameOf(conversation.Name)}</span>
        <span class="facts">{conversation.Model} · {Turns(conversation.Turns)} · {Time(conversation.NewestAt)}</span></a></li>

        """);

    private static Html Show(LoggedTurn turn, IReadOnlyList<string> words)
    {
        var inPrompt = words.Count > 0 && words.Any(word => turn.Prompt?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);
        var text = inPrompt || string.IsNullOrEmpty(turn.Response) ? turn.Prompt ?? "" : turn.Response;
        return Html.Format($"""
            <li><a href="{PagePaths.Conversation(turn.ConversationId ?? turn.Id) + "#" + turn.Id}">
            <span class="name">{NameOf(turn.ConversationName)}</span>
            <span class="text">{Excerpt.Around(text, words)}</span>
            <span class="facts">{turn.Model} · {Time(turn.StartedAt)}</span></a></li>

            """);
    }

    /// <summary>A time as the page shows it, in the server's own zone.</summary>
    public static string Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) ?? "time unknown";

    /// <summary>The name of a conversation on one line.</summary>
    public static string NameOf(string? name) => string.IsNullOrWhiteSpace(name) ? "(without a name)" : Excerpt.Begin(name, 120);

    private static string Turns(long count) => count == 1 ? "1 answer" : $"{count.ToString(CultureInfo.InvariantCulture)} answers";
}
