using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>The output items of a response, and which of them an event is about.</summary>
/// <remarks>
/// An event should name its item by <c>item_id</c> and <c>output_index</c>. Compatible servers leave out either, change the id between
/// the events of an item, or name the call in its place. So an item is found by its id, else by its index, else by the id of its call,
/// else it is the last one of its kind that still waits for its content.
/// </remarks>
internal sealed class OutputItems
{
    private readonly List<OutputItem> items = [];
    private int nextPart;
    private int messageIndex;
    private bool hasMessage;

    /// <summary>All items, in the order of their first events.</summary>
    public IReadOnlyList<OutputItem> All => items;

    /// <summary>The item that an event is about, which may be a new one.</summary>
    public OutputItem Find(JsonElement data, ItemKind kind)
    {
        var (id, index) = (data.Given("item_id"), IndexOf(data));
        return Match(id, index, id, kind) ?? Expected(id, index, kind) ?? Add(id, index, kind);
    }

    /// <summary>The item that a whole item is, which may be a new one.</summary>
    public OutputItem Find(JsonObject item, int? index)
    {
        var (id, kind) = (item.Given("id"), KindOf(item));
        return Match(id, index, null, kind)
            ?? items.Find(known => !known.IsDone && known.Call?.GivenId is { } callId && callId == item.Text("call_id"))
            ?? Expected(id, index, kind) ?? Add(id, index, kind);
    }

    /// <summary>The item that an item of the final response is; null if it is a new one.</summary>
    public OutputItem? Match(JsonObject item, int index) =>
        Match(item.Given("id"), index, item.Given("call_id"), KindOf(item));

    /// <summary>Adds an item.</summary>
    public OutputItem Add(string? id, int? index, ItemKind kind)
    {
        var item = new OutputItem(id, index, kind, nextPart++, messageIndex);
        items.Add(item);
        return item;
    }

    /// <summary>Begins a message; each but the first has an index of its own.</summary>
    public void StartMessage()
    {
        if (hasMessage) messageIndex++;
        hasMessage = true;
    }

    /// <summary>Keeps the part after that of an item for its result.</summary>
    public void ReserveAfter(OutputItem item) => nextPart = Math.Max(nextPart, item.Part + 2);

    /// <summary>The position in the output that an event names; null if there is none.</summary>
    public static int? IndexOf(JsonElement data) => data.Position("output_index");

    public static ItemKind KindOf(JsonObject item) => item.Text("type") switch
    {
        "message" => ItemKind.Message,
        "reasoning" => ItemKind.Reasoning,
        "function_call" => ItemKind.Call,
        _ => ItemKind.Other,
    };

    private OutputItem? Match(string? id, int? index, string? callId, ItemKind kind) =>
        (id is null ? null : items.Find(item => item.Id == id && item.Kind == kind))
        ?? (index is null ? null : items.FindLast(item => item.Index == index && item.Kind == kind && (!item.IsDone || id is null)))
        ?? (callId is null ? null : items.Find(item => item.Call?.GivenId == callId));

    /// <summary>The last item of a kind that an event without an index may be about: its id is the same or it waits for content.</summary>
    private OutputItem? Expected(string? id, int? index, ItemKind kind) => items.FindLast(item =>
        item.Kind == kind && !item.IsDone && (index is null || item.Index is null)
        && (id is null || item.Id is null || (item.Received.Count == 0 && item.Call is null or { Arguments.IsMissing: true })));
}
