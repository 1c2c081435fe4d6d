namespace Llm.Web.Page;

/// <summary>The addresses of the page.</summary>
internal static class PagePaths
{
    public const string Chat = "/";
    public const string Log = "/log";
    public const string Login = "/login";
    public const string Logout = "/logout";
    public const string Answer = "/page/answer";
    public const string Approval = "/page/approval";
    public const string Files = "/page/files/";

    /// <summary>Whether an address belongs to the page rather than to an interface for programs.</summary>
    public static bool Contains(PathString path) => path == Chat || path == Login || path == Logout
        || path.StartsWithSegments(Log, StringComparison.Ordinal) || path.StartsWithSegments("/page", StringComparison.Ordinal);

    /// <summary>Whether an address is open to everyone, as it shows nothing of the user's.</summary>
    public static bool IsOpen(PathString path) => path == Login || PageFiles.Has(path);

    /// <summary>The address of a logged conversation.</summary>
    public static string Conversation(string id) => $"{Log}/{Uri.EscapeDataString(id)}";

    /// <summary>The address of a logged attachment.</summary>
    public static string Attachment(string id) => $"{Log}/attachment/{Uri.EscapeDataString(id)}";

    /// <summary>The address where a logged conversation is continued.</summary>
    public static string Continue(string id) => $"{Chat}?c={Uri.EscapeDataString(id)}";

    /// <summary>The address where a conversation is continued after one of its turns, as a new one.</summary>
    public static string Fork(string turn) => $"{Chat}?from={Uri.EscapeDataString(turn)}";
}
