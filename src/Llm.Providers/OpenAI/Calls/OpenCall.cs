using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Calls;

/// <summary>A tool call that is being received. It passes on what is certain, and keeps back what the next piece may change.</summary>
/// <param name="index">The position that the server gave; null if it gave none.</param>
/// <param name="ids">Gives the call an id that no other call of the answer has.</param>
internal sealed class OpenCall(int? index, CallIds ids)
{
    private string? id;
    private string sentName = "";
    private bool isNameSent;

    /// <summary>The position that the server gave; null if it gave none.</summary>
    public int? Index => index;

    /// <summary>The server's id; null if it has not given one.</summary>
    public string? GivenId { get; private set; }

    /// <summary>The name so far.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The arguments so far.</summary>
    public ArgumentsText Arguments { get; } = new();

    /// <summary>The part of the answer; null where the id of the call is enough.</summary>
    public int? Part { get; init; }

    /// <summary>The message of the answer.</summary>
    public int MessageIndex { get; init; }

    /// <summary>Takes a piece.</summary>
    public void Add(CallPiece piece, ICollection<StreamEvent> events)
    {
        if (piece.Id is not null && GivenId is null)
        {
            GivenId = piece.Id;
            id ??= ids.Take(piece.Id);
        }

        if (piece.Name is { } name) AddName(name);
        if (piece.Arguments is { Length: > 0 } text) Arguments.Add(text);
        if (id is null || Name.Length == 0) return;
        if (Arguments.TakeReady() is not { } ready) return;
        PassName(events);
        Pass(ready, events);
    }

    /// <summary>
    /// Passes on the name when the next call begins, which keeps the order, and the arguments unless they may be a stand-in.
    /// </summary>
    public void Flush(ICollection<StreamEvent> events)
    {
        if (Name.Length == 0) return;
        id ??= ids.Take(null);
        PassName(events);
        if (Arguments.IsWhole && !Arguments.IsEmptyObject) Finish(events);
    }

    /// <summary>Passes on the rest at the end of the answer.</summary>
    public void Finish(ICollection<StreamEvent> events)
    {
        id ??= ids.Take(null);
        PassName(events);
        if (Arguments.TakeRest() is { } rest) Pass(rest, events);
    }

    /// <summary>A name is sent once, again with every piece, in pieces, or longer with every piece.</summary>
    private void AddName(string piece) =>
        Name = piece == Name ? Name : piece.StartsWith(Name, StringComparison.Ordinal) ? piece : Name + piece;

    private void PassName(ICollection<StreamEvent> events)
    {
        if (isNameSent && sentName == Name) return;
        events.Add(new ToolCallNameEvent(Name[sentName.Length..]) { PartIndex = Part, MessageIndex = MessageIndex, ToolCallId = id });
        sentName = Name;
        isNameSent = true;
    }

    private void Pass(string json, ICollection<StreamEvent> events) =>
        events.Add(new ToolCallArgumentsEvent(json) { PartIndex = Part, MessageIndex = MessageIndex, ToolCallId = id });
}
