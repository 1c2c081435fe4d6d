namespace Llm.Web.Access;

/// <summary>Who sends a request: the owner of a token, or the address.</summary>
internal static class ClientIdentity
{
    private const string Item = "llm-client";

    /// <summary>The name of the client; never the token itself.</summary>
    public static string Of(HttpContext context) =>
        context.Items[Item] as string ?? context.Connection.RemoteIpAddress?.ToString() ?? "this machine";

    /// <summary>Notes the owner of the token that the client sent.</summary>
    public static void Set(HttpContext context, string tokenName) => context.Items[Item] = "token " + tokenName;
}
