using Microsoft.Net.Http.Headers;

namespace Llm.Web.Access;

/// <summary>The cookie by which a browser sends the token that its user entered. Only the page takes it, never an interface.</summary>
internal static class TokenCookie
{
    private const string Name = "llm-token";

    /// <summary>The token in the cookie; null if there is none or if the request may come from another site.</summary>
    public static string? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 } token) return null;
        var origin = request.Headers[HeaderNames.Origin].ToString();
        // A page of another port is the same site for the browser, which then sends the cookie, so the origin must be this server's own.
        var isOwn = origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        var onlyReads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return isOwn || (onlyReads && origin.Length == 0) ? token : null;
    }

    /// <summary>Whether the browser has a token, so that its user can sign out.</summary>
    public static bool IsSet(HttpRequest request) => request.Cookies.ContainsKey(Name);

    /// <summary>Keeps a token until the browser is closed.</summary>
    public static void Set(HttpContext context, string token) => context.Response.Cookies.Append(Name, token, OptionsFor(context));

    /// <summary>Removes the token.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, OptionsFor(context));

    private static CookieOptions OptionsFor(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
    };
}
