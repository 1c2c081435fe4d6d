using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the reasoning of compatible servers, which OpenAI's own models do not show in this interface.</summary>
/// <remarks>
/// DeepSeek, Kimi, vLLM, SGLang and llama.cpp send <c>reasoning_content</c>; Groq, Ollama and newer vLLM <c>reasoning</c>; OpenRouter
/// <c>reasoning</c> and the same in <c>reasoning_details</c>, with signatures. The part remembers the member, under <c>chat</c> in its
/// metadata, because some servers want it back with the results of tools (<see cref="ChatMessages"/>).
/// </remarks>
internal sealed class ChatReasoning
{
    internal const string MetadataName = "chat";

    private const string Details = "reasoning_details";

    private static readonly string[] Fields = ["reasoning_content", "reasoning", "thinking"];

    private readonly List<JsonObject> details = [];
    private string? field;
    private bool hasText;
    private bool hasNewDetails;

    /// <summary>Whether something must be added before the events of anything else.</summary>
    public bool IsOpen => hasNewDetails;

    /// <summary>Whether reasoning was shown.</summary>
    public bool HasText => hasText;

    /// <summary>Reads the reasoning of a message or of a piece of one.</summary>
    public void Read(JsonElement message, ICollection<StreamEvent> events)
    {
        var own = Fields.FirstOrDefault(name => message.Text(name) is { Length: > 0 });
        var text = own is null ? "" : message.Text(own)!;
        foreach (var item in message.Items(Details))
        {
            Merge(item);
            if (own is null) text += TextOf(item);
        }

        if (text.Length > 0) Add(text, own ?? Details, events);
    }

    /// <summary>Adds reasoning that is not sent back.</summary>
    public void Add(string text, ICollection<StreamEvent> events)
    {
        if (text.Length == 0) return;
        hasText = true;
        events.Add(new ReasoningEvent(text));
    }

    /// <summary>Ends a piece of reasoning before anything else, with what has to be sent back besides its text.</summary>
    public void Close(ICollection<StreamEvent> events)
    {
        if (!hasNewDetails) return;
        hasNewDetails = false;
        events.Add(new ReasoningEvent { Redacted = !hasText, ProviderMetadata = Metadata(field ?? Details) });
    }

    private void Add(string text, string name, ICollection<StreamEvent> events)
    {
        events.Add(new ReasoningEvent(text) { ProviderMetadata = field == name ? null : Metadata(name) });
        field = name;
        hasText = true;
    }

    private JsonObject Metadata(string name)
    {
        var metadata = new JsonObject { ["field"] = name };
        if (details.Count > 0) metadata["details"] = new JsonArray([.. details.Select(item => item.DeepClone())]);
        return new JsonObject { [MetadataName] = metadata };
    }

    /// <summary>Joins the pieces of an item, which have the same type and index.</summary>
    private void Merge(JsonElement piece)
    {
        if (piece.ToNode() is not JsonObject item) return;
        hasNewDetails = true;
        if (details.Find(known => known.Text("type") == item.Text("type") && known.Integer("index") == item.Integer("index"))
            is not { } whole)
        {
            details.Add(item);
            return;
        }

        foreach (var (name, value) in item)
        {
            var joins = name is "text" or "summary" or "data";
            whole[name] = joins ? whole.Text(name) + item.Text(name) : (value ?? whole[name])?.DeepClone();
        }
    }

    private static string? TextOf(JsonElement item) => item.Text("text") ?? item.Text("summary");
}
