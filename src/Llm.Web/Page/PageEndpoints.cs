using Llm.Json;
using Llm.Serving;
using Llm.Storage.Logs;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>The addresses of the page.</summary>
internal static class PageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PagePaths.Files + "{name}", (HttpContext context, string name) => PageFiles.SendAsync(context, name));
        routes.MapGet(PagePaths.Login, LoginPage.ShowAsync);
        routes.MapPost(PagePaths.Login, (HttpContext context, AccessTokens tokens) => LoginPage.TakeAsync(context, tokens));
        routes.MapPost(PagePaths.Logout, LoginPage.LeaveAsync);
        routes.MapGet(PagePaths.Chat, (
            HttpContext context, LogStore log, UnloggedConversations unlogged, ServedModels models, LlmHost host, ServeSettings settings) =>
            ShowAsync(context, () => ChatPage.ShowAsync(context, log, unlogged, models, host, settings)));
        routes.MapPost(PagePaths.Answer, (HttpContext context, PageAnswers answers) => answers.AnswerAsync(context));
        routes.MapPost(PagePaths.Approval, async (HttpContext context, Approvals approvals) =>
        {
            var body = await JsonOutput.ReadAsync(context.Request, context.RequestAborted);
            var isKnown = approvals.Decide(body.Text("id") ?? "", body.Flag("approved"));
            context.Response.StatusCode = isKnown ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        });
        MapLog(routes);
    }

    private static void MapLog(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PagePaths.Log, (HttpContext context, LogStore log, LlmHost host) =>
            ShowAsync(context, () => LogPage.ShowAsync(context, log, host)));
        routes.MapGet(PagePaths.Log + "/results", (HttpContext context, LogStore log) =>
            ShowAsync(context, () => LogPage.ShowResultsAsync(context, log)));
        routes.MapPost(PagePaths.Log + "/delete", (HttpContext context, LogStore log) =>
            ShowAsync(context, () => ConversationPage.DeleteAsync(context, log)));
        routes.MapGet(PagePaths.Log + "/attachment/{id}", (HttpContext context, string id, LogStore log) =>
            ShowAsync(context, () => AttachmentEndpoint.SendAsync(context, log, id)));
        routes.MapGet(PagePaths.Log + "/{id}", (HttpContext context, string id, LogStore log, LlmHost host) =>
            ShowAsync(context, () => ConversationPage.ShowAsync(context, log, host, id)));
        routes.MapGet(PagePaths.Log + "/{id}/export.md", (HttpContext context, string id, LogStore log) =>
            ShowAsync(context, () => ConversationPage.ExportAsync(context, log, id, asJson: false)));
        routes.MapGet(PagePaths.Log + "/{id}/export.json", (HttpContext context, string id, LogStore log) =>
            ShowAsync(context, () => ConversationPage.ExportAsync(context, log, id, asJson: true)));
    }

    /// <summary>Shows a page; an error becomes a page too, as a person reads it.</summary>
    private static async Task ShowAsync(HttpContext context, Func<Task> show)
    {
        try
        {
            await show();
        }
        catch (LlmException ex) when (!context.Response.HasStarted)
        {
            var error = ServedError.From(ex);
            await PageFrame.SendErrorAsync(context, error.Status, error.Message);
        }
    }
}
