using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Scripting.Tests;

/// <summary>A user directory and short ways to load and call functions.</summary>
public abstract class FunctionsTest : IAsyncLifetime
{
    private readonly TemporaryUserDirectory user = new();
    private readonly List<FunctionSet> sets = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected UserDirectory UserDirectory => user.Directory;

    protected string Write(string name, string content) => user.Write(name, content);

    protected StringWriter Printed { get; } = new();

    protected FunctionSettings Settings => new() { Directory = UserDirectory, Output = TextWriter.Synchronized(Printed) };

    protected async Task<IReadOnlyList<Tool>> LoadAsync(string textOrPath, FunctionSettings? settings = null)
    {
        sets.Add(await FunctionText.LoadAsync(textOrPath, settings ?? Settings, Token));
        return sets[^1].Tools;
    }

    protected async Task<string> ErrorOfAsync(string textOrPath, FunctionSettings? settings = null) =>
        (await Should.ThrowAsync<LlmException>(() => FunctionText.LoadAsync(textOrPath, settings ?? Settings, Token))).Message;

    /// <summary>Runs one call as a chain does: the result with the exception's name.</summary>
    protected static async Task<ToolResult> CallAsync(
        IReadOnlyList<Tool> tools, string name, string arguments = "{}", ChainOptions? options = null) =>
        (await CallAsync(tools, options, (name, arguments)))[0];

    protected static async Task<IReadOnlyList<ToolResult>> CallAsync(
        IReadOnlyList<Tool> tools, ChainOptions? options, params (string Name, string Arguments)[] calls)
    {
        var rounds = new Queue<StreamEvent[]>([[.. calls.SelectMany((call, i) => Events(call.Name, call.Arguments, i))], ["done"]]);
        var model = new FakeModel((_, _, _) => rounds.Dequeue().ToAsyncEnumerable());
        await model.Chain("q", new() { Tools = tools }, options).GetTextAsync(Token);
        return [.. model.Prompts[1].ToolResults];
    }

    protected static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var set in sets) await set.DisposeAsync();
        user.Dispose();
        await Printed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static StreamEvent[] Events(string name, string arguments, int index) =>
    [
        new ToolCallNameEvent(name) { ToolCallId = $"call_{index}" },
        new ToolCallArgumentsEvent(arguments) { ToolCallId = $"call_{index}" },
    ];
}
