namespace Llm.Web.Page;

/// <summary>The newest conversations that are not logged, so that they can be continued while the server runs.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UnloggedConversations
{
    private const int Most = 32;

    private readonly Lock gate = new();
    private readonly List<LoggedConversation> conversations = [];

    /// <summary>Keeps a conversation, in place of an earlier state of it.</summary>
    public void Keep(string id, string model, IReadOnlyList<Message> messages)
    {
        lock (gate)
        {
            conversations.RemoveAll(other => other.Id == id);
            if (conversations.Count >= Most) conversations.RemoveAt(0);
            conversations.Add(new LoggedConversation
            {
                Id = id,
                Name = null,
                ModelId = model,
                Messages = messages,
                Tools = [],
                IsLegacy = false,
            });
        }
    }

    /// <summary>Finds a conversation; null if it is not kept.</summary>
    public LoggedConversation? Find(string id)
    {
        lock (gate) return conversations.Find(conversation => conversation.Id == id);
    }
}
