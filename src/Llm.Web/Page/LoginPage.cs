using Llm.Serving;
using Llm.Web.Access;

namespace Llm.Web.Page;

/// <summary>Takes a token from a person and keeps it in a cookie that no script can read.</summary>
internal static class LoginPage
{
    /// <summary>Shows the form.</summary>
    public static Task ShowAsync(HttpContext context) => SendAsync(context, null);

    /// <summary>Takes the form.</summary>
    public static async Task TakeAsync(HttpContext context, AccessTokens tokens)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var token = form["token"].ToString().Trim();
        if (token.Length == 0 || tokens.NameOf(token) is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await SendAsync(context, "This token is not valid. 'llm serve token create NAME' makes one.");
            return;
        }

        TokenCookie.Set(context, token);
        context.Response.Redirect(PagePaths.Chat);
    }

    /// <summary>Forgets the token.</summary>
    public static Task LeaveAsync(HttpContext context)
    {
        TokenCookie.Clear(context);
        context.Response.Redirect(PagePaths.Login);
        return Task.CompletedTask;
    }

    private static Task SendAsync(HttpContext context, string? error) => PageFrame.SendAsync(context, "Sign in", Html.Format($"""
        <main id="content" class="narrow">
        <h1>Sign in</h1>
        <p>This server asks for a token. <code>llm serve token create NAME</code> makes one.</p>
        {(error is null ? Html.Empty : Html.Format($"""<p role="alert" class="error">{error}</p>"""))}
        <form method="post" action="/login" class="stack">
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
        <button class="primary">Sign in</button>
        </form>
        </main>
        """), navigates: false);
}
