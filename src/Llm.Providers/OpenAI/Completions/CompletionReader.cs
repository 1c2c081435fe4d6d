using System.Text.Json;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAI.Completions;

/// <summary>Reads answers of the Completions interface, which have text where those of Chat Completions have a message.</summary>
internal sealed class CompletionReader(ModelContext context) : ChatReader(context)
{
    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        var choice = ReadChoice(answer);
        if ((choice.Text("text") ?? choice.Object("message").Text("content")) is { } text) yield return text;
        ProviderErrors.ThrowIfError(choice);
    }

    /// <summary>Stores the payload; the Python tool reports no usage for this interface.</summary>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        Context.Payload ??= Combine();
        return [];
    }
}
