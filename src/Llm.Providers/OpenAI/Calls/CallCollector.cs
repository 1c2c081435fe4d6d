using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Calls;

/// <summary>Puts the calls of an answer together from the pieces of a Chat stream.</summary>
/// <remarks>
/// <para>
/// A piece should name its call by an index and, in the first piece, an id. Compatible servers leave out either, repeat one for several
/// calls, or change it from piece to piece, so neither decides alone. The rule:
/// </para>
/// <list type="number">
/// <item>A piece belongs to the call with its index and its id, else to that with its index, else to that with its id, else to the last
/// one.</item>
/// <item>But it begins a new call if it cannot continue that one: it has a name, and the call has its arguments already; or it has
/// another id and another name; or nothing but the order joins them, and its name is another.</item>
/// <item>As long as the arguments of a call are open, a piece of arguments that begins no object continues it, whatever its index and
/// id.</item>
/// </list>
/// <para>
/// A call whose arguments are not understood in the end is passed on with the text as it came, and is not run.
/// </para>
/// </remarks>
internal sealed class CallCollector(ModelContext context)
{
    private readonly CallIds ids = new(context);
    private readonly List<OpenCall> calls = [];

    /// <summary>Takes a piece of a streamed call.</summary>
    public void Add(CallPiece piece, ICollection<StreamEvent> events)
    {
        if (piece is { Id: null, Name: null } && (!piece.HasArguments || calls.Count == 0)) return;
        (Find(piece) ?? Begin(piece, events)).Add(piece, events);
    }

    /// <summary>Takes a call that was sent in one piece.</summary>
    public void AddWhole(CallPiece piece, ICollection<StreamEvent> events) => Begin(piece, events).Add(piece, events);

    /// <summary>Ends all calls.</summary>
    public void Finish(ICollection<StreamEvent> events)
    {
        foreach (var call in calls) call.Finish(events);
    }

    private OpenCall Begin(CallPiece piece, ICollection<StreamEvent> events)
    {
        if (calls.Count > 0) calls[^1].Flush(events);
        var call = new OpenCall(piece.Index, ids);
        calls.Add(call);
        return call;
    }

    /// <summary>The call that a piece belongs to; null if it begins a new one.</summary>
    private OpenCall? Find(CallPiece piece)
    {
        if (calls.Count == 0) return null;
        var last = calls[^1];
        if (Identified(piece) is { } named) return Continues(named, piece, isIdentified: true) ? named : null;
        // A new index or id begins a new call, unless the last one is open or waits for just this.
        if (last.Arguments.IsOpen) return Continues(last, piece, isIdentified: false) ? last : null;
        var isNewIndex = piece.Index is not null && last.Index is not null;
        if (isNewIndex && (piece.Id is not null || piece.Name is not null)) return null;
        var startsArguments = piece.Name is null && last.Arguments.IsMissing && piece.HasArguments;
        if (piece.Id is not null && last.GivenId is not null && !startsArguments) return null;
        return Continues(last, piece, isIdentified: false) ? last : null;
    }

    private OpenCall? Identified(CallPiece piece)
    {
        var (index, id) = (piece.Index, piece.Id);
        var byBoth = index is null || id is null ? null : calls.FindLast(call => call.Index == index && call.GivenId == id);
        var byIndex = index is null ? null : calls.FindLast(call => call.Index == index);
        // Calls that share an index differ by id; calls that share an id differ by index, so an id with a new index and a name is another.
        var byId = id is null || (index is not null && piece.Name is not null) ? null : calls.FindLast(call => call.GivenId == id);
        return byBoth ?? (id is null || byId is null ? byIndex : null) ?? byId;
    }

    private static bool Continues(OpenCall call, CallPiece piece, bool isIdentified)
    {
        var isOtherId = piece.Id is not null && call.GivenId is not null && piece.Id != call.GivenId;
        var isSameName = piece.Name == call.Name;
        if (call.Arguments.IsOpen && !piece.OpensArguments)
            return (isIdentified && !isOtherId) || (piece.HasArguments && (piece.Name is null || isSameName));
        if (piece.Name is null) return !isOtherId || !call.Arguments.IsWhole;
        if (call.Name.Length == 0) return !isOtherId;
        if (call.Arguments.IsWhole)
        {
            // Without an id or an index, two equal calls are two.
            var isRepeated = !piece.HasArguments || call.Arguments.IsRepeatedBy(piece.Arguments!);
            return isIdentified && !isOtherId && isSameName && (isRepeated || call.Arguments.IsEmptyObject);
        }

        if (isOtherId) return isSameName && call.Arguments.IsMissing && piece.HasArguments;
        return isIdentified || (isSameName && !call.Arguments.IsOpen);
    }
}
