using System.Net;
using Llm.Serving;
using Llm.Web.Answers;
using Llm.Web.Page;
using Microsoft.Net.Http.Headers;

namespace Llm.Web.Access;

/// <summary>Lets a request in, or refuses it before anything is done.</summary>
/// <param name="next">What handles a request that was let in.</param>
/// <param name="settings">The settings of the server.</param>
/// <param name="tokens">The tokens of clients.</param>
/// <remarks>
/// A page of any website can send requests to this machine from a browser. It cannot choose the headers Host, Origin and Sec-Fetch-Site, so
/// these tell it from a program.
/// </remarks>
internal sealed class AccessCheck(RequestDelegate next, ServeSettings settings, AccessTokens tokens)
{
    private const string Bearer = "Bearer ";
    private const string Make = "'llm serve token create NAME' makes one.";

    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var refused = CheckHost(context.Request) ?? CheckOrigin(context) ?? CheckToken(context);
        if (refused is { Status: StatusCodes.Status401Unauthorized } && IsPage(context.Request)) context.Response.Redirect(PagePaths.Login);
        else if (refused is not null) await ErrorWriter.WriteAsync(context, refused);
        else if (HttpMethods.IsOptions(context.Request.Method) && context.Response.Headers.AccessControlAllowOrigin.Count > 0)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await next(context);
    }

    private static ServedError Refuse(int status, string message) => new(status, ServedErrorKind.Access, message);

    /// <summary>A name that leads here by a trick of the name service is not one of ours.</summary>
    private ServedError? CheckHost(HttpRequest request)
    {
        if (settings.UnixSocket is not null) return null;
        var name = request.Host.Host;
        if (OwnNames.Concat(settings.HostNames).Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
        // An address cannot be pointed elsewhere, so the machine's own addresses are as good as its names.
        if (IPAddress.TryParse(name.Trim('[', ']'), out var address)
            && address.Equals(Plain(request.HttpContext.Connection.LocalIpAddress)))
            return null;
        return Refuse(
            StatusCodes.Status421MisdirectedRequest,
            $"This server does not know itself by the name {name}. If the name is right, start it with: llm serve --allow-host {name}");
    }

    private ServedError? CheckOrigin(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.Vary = HeaderNames.Origin;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            // Browsers send no origin with requests for pictures and the like, but say that another site asks.
            return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
                && request.Headers["Sec-Fetch-Mode"] != "navigate"
                ? Refuse(StatusCodes.Status403Forbidden, "A web page of another site asks for this.")
                : null;
        }

        if (settings.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = $"{AnswerHeaders.Conversation}, {AnswerHeaders.Turn}, Retry-After";
            if (HttpMethods.IsOptions(request.Method))
            {
                headers.AccessControlAllowMethods = "GET, POST, DELETE";
                headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
                headers.AccessControlMaxAge = "600";
            }

            return null;
        }

        return origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            ? null
            : Refuse(
                StatusCodes.Status403Forbidden,
                $"Web pages from {origin} may not use this server. If they should, start it with: llm serve --cors {origin}");
    }

    private ServedError? CheckToken(HttpContext context)
    {
        // What a browser asks before a request cannot have a token; nothing is done for it.
        if (HttpMethods.IsOptions(context.Request.Method) || PagePaths.IsOpen(context.Request.Path)) return null;
        var token = TokenOf(context.Request) ?? (PagePaths.Contains(context.Request.Path) ? TokenCookie.Read(context.Request) : null);
        var name = token is null ? null : tokens.NameOf(token);
        if (name is not null)
        {
            ClientIdentity.Set(context, name);
            return null;
        }

        if (!settings.RequiresToken && IsThisMachine(context)) return null;
        return Refuse(
            StatusCodes.Status401Unauthorized,
            token is null
                ? $"A token is needed: send it as 'Authorization: Bearer TOKEN' or 'x-api-key: TOKEN'. {Make}"
                : $"The token is not valid. {Make}");
    }

    /// <summary>Whether a person opens a page, and can be shown where to enter a token.</summary>
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && PagePaths.Contains(request.Path)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static bool IsThisMachine(HttpContext context) =>
        // A Unix socket has no address; its file says who may connect.
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(Plain(address)!);

    private static IPAddress? Plain(IPAddress? address) => address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address;

    private static string? TokenOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return authorization[Bearer.Length..].Trim();
        return request.Headers["x-api-key"].ToString() is { Length: > 0 } key ? key : null;
    }
}
