using System.Text;
using Llm.Web.Access;

namespace Llm.Web.Page;

/// <summary>What all pages have around their content.</summary>
internal static class PageFrame
{
    /// <summary>Sends a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">The title of the window.</param>
    /// <param name="content">What is in the page.</param>
    /// <param name="script">The name of the page's script; null if it has none.</param>
    /// <param name="navigates">Whether the page has links to the others.</param>
    public static Task SendAsync(HttpContext context, string title, Html content, string? script = null, bool navigates = true)
    {
        var path = context.Request.Path;
        var page = Html.Format($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} – llm</title>
            <link rel="icon" href="/page/files/icon.svg">
            <link rel="stylesheet" href="/page/files/page.css">
            {(script is null ? Html.Empty : Html.Format($"""<script type="module" src="/page/files/{script}"></script>"""))}
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="top">
            <span class="brand">llm</span>
            {(navigates ? Navigation(path) : Html.Empty)}
            {Html.When(navigates && TokenCookie.IsSet(context.Request), Html.Format(
                $"""<form method="post" action="/logout"><button class="quiet">Sign out</button></form>"""))}
            </header>
            {content}
            </body>
            </html>

            """);
        return SendPartAsync(context, page);
    }

    /// <summary>Sends a part of a page, which a script puts into it.</summary>
    public static async Task SendPartAsync(HttpContext context, Html part)
    {
        PageHeaders.Write(context.Response);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(part.ToString()), context.RequestAborted);
    }

    /// <summary>Sends a page that says why there is nothing else.</summary>
    public static Task SendErrorAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return SendAsync(context, "Not possible", Html.Format($"""
            <main id="content" class="narrow"><h1>This did not work</h1><p role="alert" class="error">{message}</p>
            <p><a href="/">Start a chat</a> or <a href="/log">open the log</a>.</p></main>
            """));
    }

    private static Html Navigation(PathString path) => Html.Format($"""
        <nav aria-label="Pages">{Link(PagePaths.Chat, "Chat", path == PagePaths.Chat)}
        {Link(PagePaths.Log, "Log", path.StartsWithSegments(PagePaths.Log))}</nav>
        """);

    private static Html Link(string address, string name, bool isCurrent) => isCurrent
        ? Html.Format($"""<a href="{address}" aria-current="page">{name}</a>""")
        : Html.Format($"""<a href="{address}">{name}</a>""");
}
