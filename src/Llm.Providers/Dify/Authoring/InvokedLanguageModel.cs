using System.Runtime.CompilerServices;
using Llm.Providers.Dify.Python;

namespace Llm.Providers.Dify;

/// <summary>A language model that an invoker runs.</summary>
/// <param name="model">The model.</param>
/// <param name="invoker">Runs it.</param>
internal sealed class InvokedLanguageModel(InvokedModel model, LanguageModelInvoker invoker) : KeyModel(model.Id)
{
    public override bool CanStream => true;

    public override bool SupportsSchema => model.Description.Has("structured-output");

    public override bool SupportsTools => model.Description.Has("tool-call") || model.Description.Has("multi-tool-call");

    public override IReadOnlyCollection<string> AttachmentTypes => field ??= PythonMessages.TypesFor(model.Description.Features);

    public override IReadOnlyList<ModelOption> Options => field ??= PackageOptions.For(model.Description.Rules, hasExtra: false);

    public override string? NeedsKey => model.KeyName(Services);

    public override bool IsListedWithoutKey => false;

    public override ModelOrigin Origin => model.Origin;

    public override string ToString() => model.Label;

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parameters = prompt.Options.DeepClone().AsObject();
        PackageOptions.PlaceParameters(model.Description.Rules, parameters, Id);
        var credentials = model.CredentialsWith(Services, context.Key);
        var call = new LanguageModelCall(model.Provider, model.Description, credentials, prompt, parameters, context, Services);
        await using var events = invoker.InvokeAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            StreamEvent next;
            try
            {
                if (!await events.MoveNextAsync()) break;
                next = events.Current;
            }
            catch (Exception ex) when (model.ErrorOf(ex, invoker, credentials, cancellationToken) is { } error)
            {
                throw error;
            }

            yield return next;
        }
    }
}
