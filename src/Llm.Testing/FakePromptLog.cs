using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <summary>A log that keeps answers in memory, and that has no conversations, fragments or schemas.</summary>
internal sealed class FakePromptLog : IPromptLog
{
    public List<Response> Responses { get; } = [];

    public Task<string?> FindNewestConversationIdAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<LoggedConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult<LoggedConversation?>(null);

    public Task<Response?> LoadTurnAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(Responses.Find(response => response.Id == id));

    public Task LogAsync(Response response, CancellationToken cancellationToken)
    {
        Responses.RemoveAll(earlier => earlier.Id == response.Id);
        Responses.Add(response);
        return Task.CompletedTask;
    }

    public Task LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) => Task.FromResult<Fragment?>(null);

    public Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);
}
