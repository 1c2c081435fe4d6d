using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>The requests to a server that wait for their answers, and their methods.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OpenRequests
{
    private readonly ConcurrentDictionary<long, string> methods = new();

    /// <summary>The id of the request that waits, if there is exactly one.</summary>
    public long? Only => methods.Keys.ToList() is [var id] ? id : null;

    /// <summary>Notes a message that is about to be sent.</summary>
    public void Sent(JsonRpcMessage message)
    {
        if (message is JsonRpcRequest { Id.Id: long id } request) methods[id] = request.Method;
        else if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject cancelled })
            Take(cancelled.Number("requestId"));
    }

    /// <summary>Whether the request waits for its answer.</summary>
    public bool Contains(long id) => methods.ContainsKey(id);

    /// <summary>Ends a request; returns its method, or null if it does not wait.</summary>
    public string? Take(long? id) => id is { } key && methods.TryRemove(key, out var method) ? method : null;
}
