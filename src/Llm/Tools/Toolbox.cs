using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Tools that share state: each public method of a derived class is a tool named <c>Class_method</c>.</summary>
/// <remarks>
/// One object serves one conversation; calls on it run one after the other unless it <see cref="AllowsOverlap"/>. Methods that a
/// class inherits or overrides from this one are not tools. Dispose it at the end of the conversation if it holds a process or a
/// connection.
/// </remarks>
[DynamicallyAccessedMembers(ToolboxMembers.Listed)]
public abstract class Toolbox : IAsyncDisposable
{
    private readonly List<Tool> added = [];
    private readonly Lazy<IReadOnlyList<Tool>> methodTools;
    private readonly Lock gate = new();
    private Task? preparation;

    /// <summary>Creates a toolbox.</summary>
    protected Toolbox() => methodTools = new(() => [.. ToolboxMembers.MethodsOf(GetType()).Select(method => Own(
        Tool.FromMethod(method, this, $"{Name}_{SnakeCase.Of(method.Name)}", json: JsonOptions)))]);

    /// <summary>The name by which the toolbox is chosen, and the prefix of its tools' names; by default, the name of the class.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The plugin that provides it; null for one created in code.</summary>
    public string? Plugin { get; internal set; }

    /// <summary>
    /// The arguments it was created with; the log records them so that a continued conversation can create the toolbox again.
    /// </summary>
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Whether calls on one object may run concurrently; otherwise they run one after the other.</summary>
    public virtual bool AllowsOverlap => false;

    /// <summary>
    /// The tools of the methods, followed by those that were added. Some toolboxes know them only after <see cref="PrepareAsync"/>.
    /// </summary>
    public virtual IReadOnlyList<Tool> Tools => [.. methodTools.Value, .. added.Select(Own)];

    /// <summary>Whether each call of its tools requires approval; see <see cref="Tool.RequiresApproval"/>.</summary>
    protected virtual bool RequiresApproval => false;

    /// <summary>
    /// The options for converting arguments and results of its methods; if null, the same as those of <see cref="Tool.FromMethod(Delegate,
    /// string?, string?, JsonSerializerOptions?)"/>.
    /// </summary>
    protected virtual JsonSerializerOptions? JsonOptions => null;

    /// <summary>Adds a tool under its own name.</summary>
    public void AddTool(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        added.Add(tool);
    }

    /// <summary>
    /// Adds a method, local function or lambda as a tool; see <see cref="Tool.FromMethod(Delegate, string?, string?,
    /// JsonSerializerOptions?)"/>.
    /// </summary>
    /// <param name="method">The method to run.</param>
    /// <param name="json">The options for converting arguments and results; if null, <see cref="JsonOptions"/>.</param>
    /// <exception cref="LlmException">The type of a parameter has no schema, or a type has no JSON metadata.</exception>
    public void AddTool(Delegate method, JsonSerializerOptions? json = null) =>
        AddTool(Tool.FromMethod(method, json: json ?? JsonOptions));

    /// <summary>Prepares the toolbox and returns its tools; it is prepared once, and again only after a failure. Thread-safe.</summary>
    /// <exception cref="LlmException">The toolbox cannot be prepared.</exception>
    public async Task<IReadOnlyList<Tool>> GetToolsAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task current;
            var isOwn = false;
            lock (gate)
            {
                if (preparation is null or { IsFaulted: true } or { IsCanceled: true })
                {
                    isOwn = true;
                    preparation = PrepareAsync(cancellationToken);
                }

                current = preparation;
            }

            try
            {
                // The own preparation is awaited to its end because it may have to clean up.
                await (isOwn ? current : current.WaitAsync(cancellationToken));
                return Tools;
            }
            catch (OperationCanceledException) when (!isOwn && !cancellationToken.IsCancellationRequested)
            {
                // Another caller's preparation was cancelled, so try again.
            }
        }
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Prepares the toolbox before its tools are offered to the model, for instance by connecting or adding tools.</summary>
    /// <remarks>
    /// Never called concurrently, nor again after it has succeeded; it may be called again after it failed or was cancelled.
    /// </remarks>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Tool Own(Tool tool) => tool with
    {
        Toolbox = this,
        Instance = new ToolInstance(Name, Plugin, Arguments),
        Plugin = tool.Plugin ?? Plugin,
        RequiresApproval = tool.RequiresApproval || RequiresApproval,
    };
}
