namespace Llm.Providers.Http;

/// <summary>Gives each call of an answer an id of its own: the server's, or a new one where it gives none or the same again.</summary>
internal sealed class CallIds(ModelContext context)
{
    private readonly HashSet<string> taken = [];

    public string Take(string? given) => given is { Length: > 0 } && taken.Add(given) ? given : context.CreateToolCallId();
}
