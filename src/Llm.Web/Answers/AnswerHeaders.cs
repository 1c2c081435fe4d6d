namespace Llm.Web.Answers;

/// <summary>The headers by which a client learns and says where an answer is logged.</summary>
internal static class AnswerHeaders
{
    /// <summary>The conversation that a turn belongs to.</summary>
    public const string Conversation = "llm-conversation";

    /// <summary>The turn of an answer.</summary>
    public const string Turn = "llm-turn";

    /// <summary>Says, with the value <c>no</c>, that the answer is not to be logged.</summary>
    public const string Log = "llm-log";

    /// <summary>The most characters of an id that a client gives a conversation.</summary>
    private const int LongestId = 64;

    /// <summary>The headers of other programs that name a session: opencode's, and codex's.</summary>
    private static readonly string[] Sessions = [Conversation, "x-session-id", "session-id"];

    /// <summary>Adds what the headers of a request say to it.</summary>
    /// <exception cref="ServedException">A header is not valid.</exception>
    public static ServedRequest Read(HttpRequest http, ServedRequest request)
    {
        var conversation = Sessions.Select(name => http.Headers[name].ToString()).FirstOrDefault(value => value.Length > 0);
        if (conversation is not null && !IsId(conversation))
        {
            throw ServedException.BadRequest(
                $"The id of a conversation has at most {LongestId} letters, digits, hyphens and underscores.");
        }

        return request with
        {
            Conversation = request.Conversation ?? conversation,
            LeavesNoLog = request.LeavesNoLog || string.Equals(http.Headers[Log], "no", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Tells the client where its answer is logged.</summary>
    public static void Write(HttpResponse http, ServedAnswer answer)
    {
        http.Headers[Conversation] = answer.Conversation;
        http.Headers[Turn] = answer.Id;
    }

    private static bool IsId(string text) =>
        text.Length <= LongestId && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
