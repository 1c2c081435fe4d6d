using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Recordings;

/// <summary>The models and tools that the recorded runs had besides the built-in ones, under the names they had there.</summary>
internal sealed class RecordedPlugin : IPlugin
{
    public string Name => "demo_plug";

    public void RegisterModels(ModelRegistry registry)
    {
        registry.Add(new ReasonModel(), "r");
        registry.Add(new SearchingModel());
    }

    public void RegisterTools(ToolRegistry registry)
    {
        registry.Add(ToolboxType.Create((string ns = "d") => new Memory()));
        registry.Add(ToolboxType.Create((string source) => new Dyn(source)));
        registry.Add(Tool.FromMethod((int x) => x < 0 ? "" : throw new ValueError($"bad {x}"), "boom", "Boom tool"));
        registry.Add(Tool.FromMethod(string () => throw new PauseChainException("need approval"), "pauser", "Pauses"));
    }

    /// <summary>The name of the exception is part of the log.</summary>
    private sealed class ValueError(string message) : Exception(message);

    private sealed class Memory : Toolbox
    {
        private readonly Dictionary<string, object> values = [];

        [Description("Set something")]
        public void Set(string key, string value) => values[key] = value;

        public object? Get(string key) => values.GetValueOrDefault(key);
    }

    [Description("Dynamic box docs.")]
    private sealed class Dyn(string source) : Toolbox
    {
        protected override Task PrepareAsync(CancellationToken cancellationToken)
        {
            AddTool(Tool.FromMethod((string name) => $"{source} {name}", "greet", "Greet"));
            return Task.CompletedTask;
        }
    }

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
            yield return new ReasoningEvent("Let me think. ");
            yield return new ReasoningEvent("OK.");
            yield return "Hello ";
            yield return "world";
            context.Usage = new Usage { InputTokens = 1234, OutputTokens = 5, Details = new JsonObject { ["reasoning"] = 3 } };
            context.ResolvedModel = "reason-2026";
            context.RawJson = new JsonObject { ["content"] = "Hello world", ["id"] = "x1" };
        }
    }

    /// <summary>Has its provider search before it answers.</summary>
    private sealed class SearchingModel() : Model("ss")
    {
        public override bool CanStream => true;

        public override bool SupportsTools => true;

        public override IReadOnlyList<ServerSideToolType> ServerSideTools { get; } =
        [
            new(
                "Search",
                "Search server side.",
                new JsonObject
                {
                    ["properties"] = new JsonObject { ["n"] = new JsonObject { ["default"] = 3, ["type"] = "integer" } },
                    ["type"] = "object",
                },
                arguments =>
                    new ServerSideTool("demo_search", "Search server side.", new JsonObject { ["n"] = arguments["n"]?.DeepClone() })),
        ];

        public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new ToolCallNameEvent("demo_search") { ToolCallId = "s1", ServerExecuted = true };
            yield return new ToolCallArgumentsEvent("""{"q": "x"}""") { ToolCallId = "s1", ServerExecuted = true };
            yield return new ToolResultEvent("demo_search", "found")
            {
                ToolCallId = "s1",
                ServerExecuted = true,
            };
            yield return "done";
        }
    }
}
