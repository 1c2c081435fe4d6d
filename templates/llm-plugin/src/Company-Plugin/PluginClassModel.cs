using System.Runtime.CompilerServices;
using Llm;

namespace Company_Plugin;

/// <summary>Answers with the words of the prompt.</summary>
public sealed class PluginClassModel() : Model("PLUGIN_ID")
{
    private static readonly ModelOption<long> Times = ModelOptions.Integer("times", "How often to say it", minimum: 1, maximum: 10);

    public override bool CanStream => true;

    public override IReadOnlyList<ModelOption> Options { get; } = [Times];

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (prompt.Text is not { Length: > 0 }) throw new LlmException("The model needs some words. Put them into the prompt.");
        if (!Times.TryGet(prompt.Options, out var times)) times = 1;
        var words = string.Join(' ', Enumerable.Repeat(prompt.Text, (int)times)).Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A real model waits here for the next piece of its answer.
            await Task.Yield();
            yield return i == 0 ? words[i] : " " + words[i];
        }

        context.Usage = new Usage { InputTokens = words.Length, OutputTokens = words.Length };
    }
}
