using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Recordings;

/// <summary>The models that the recorded runs had besides the built-in ones, under the names they had there.</summary>
internal sealed class RecordedModels : IPlugin
{
    public string Name => "demo_plug";

    public void RegisterModels(ModelRegistry registry) => registry.Add(new ReasonModel(), "r");

    /// <summary>Thinks, says hello and counts tokens.</summary>
    private sealed class ReasonModel() : Model("reason")
    {
        public override bool CanStream => true;

        public override bool SupportsSchema => true;

        public override bool SupportsAsync => false;

        public override string ToString() => "Reason: reason";

        public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return StreamEvent.Reasoning("Let me think. ");
            yield return StreamEvent.Reasoning("OK.");
            yield return "Hello ";
            yield return "world";
            context.Usage = new Usage(1234, 5, new JsonObject { ["reasoning"] = 3 });
            context.ResolvedModel = "reason-2026";
            context.RawJson = new JsonObject { ["content"] = "Hello world", ["id"] = "x1" };
        }
    }
}
