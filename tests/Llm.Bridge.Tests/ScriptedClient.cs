using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests;

/// <summary>
/// A client that gives the same answer to everything, one content at a time where it streams, and remembers what it was asked.
/// </summary>
internal sealed class ScriptedClient(params ChatMessage[] answer) : IChatClient
{
    public IReadOnlyList<ChatMessage> Asked { get; private set; } = [];

    public ChatOptions? Options { get; private set; }

    /// <summary>What is told about the answer.</summary>
    public UsageDetails? Usage { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        (Asked, Options) = ([.. messages], options);
        return Task.FromResult(new ChatResponse([.. answer]) { Usage = Usage, CreatedAt = CreatedAt });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (Asked, Options) = ([.. messages], options);
        for (var i = 0; i < answer.Length; i++)
        {
            foreach (var content in answer[i].Contents)
            {
                await Task.Yield();
                yield return new ChatResponseUpdate(answer[i].Role, [content]) { MessageId = $"m{i}" };
            }
        }

        if (Usage is not null) yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Usage)]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
