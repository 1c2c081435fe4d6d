using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>A model that is answered by a chat client.</summary>
internal sealed class ChatClientModel(IChatClient client, string id, ChatClientModelSettings settings) : Model(id)
{
    public override bool CanStream => settings.CanStream;

    public override bool SupportsSchema => settings.SupportsSchema;

    public override bool SupportsTools => settings.SupportsTools;

    public override bool SupportsToolChoice => settings.SupportsTools;

    public override bool SupportsExtraBody => true;

    public override IReadOnlyCollection<string> AttachmentTypes => settings.AttachmentTypes;

    public override IReadOnlyList<ModelOption> Options => settings.Options;

    public override ModelOrigin Origin => client.GetService<ChatClientMetadata>() is { } metadata
        ? new(settings.ModelId ?? metadata.DefaultModelId ?? Id, metadata.ProviderName, metadata.ProviderUri)
        : new(settings.ModelId ?? Id);

    public override Model WithName(string name) =>
        new ChatClientModel(client, name, settings with { ModelId = name }) { Services = Services };

    public override string ToString() => $"{Origin.Provider ?? "Chat client"}: {Id}";

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var messages = ChatMessageWriter.WriteRequest(prompt.Messages);
        var options = ChatClientRequest.Build(prompt, settings.ModelId);
        await using var events = AskAsync(messages, options, context, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await events.MoveNextAsync()) break;
            }
            catch (Exception ex) when (ex is not LlmException)
            {
                throw ClientErrors.Of(ex, Id, settings.Secret, cancellationToken);
            }

            yield return events.Current;
        }
    }

    private async IAsyncEnumerable<StreamEvent> AskAsync(
        List<ChatMessage> messages, ChatOptions options, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = new ClientAnswer(context);
        if (context.Stream)
        {
            await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                foreach (var streamEvent in answer.Read(update)) yield return streamEvent;
            }
        }
        else
        {
            var response = await client.GetResponseAsync(messages, options, cancellationToken);
            foreach (var streamEvent in answer.Read(response)) yield return streamEvent;
        }

        foreach (var streamEvent in answer.End()) yield return streamEvent;
        answer.Describe(settings.ModelId ?? Id);
    }
}
