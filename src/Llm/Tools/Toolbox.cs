using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Tools that share state: each public method of a derived class is one, named <c>Class_method</c>.</summary>
/// <remarks>
/// One object serves one conversation; calls on it run one after the other unless it <see cref="AllowsOverlap"/>. What a class inherits or
/// overrides from this one is no tool. Dispose it at the end of the conversation if it holds a process or a connection.
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
public abstract class Toolbox : IAsyncDisposable
{
    private readonly List<Tool> added = [];
    private readonly Lazy<IReadOnlyList<Tool>> methodTools;
    private readonly Lock gate = new();
    private Task? preparation;

    /// <summary>Makes a toolbox.</summary>
    protected Toolbox() => methodTools = new(() => [.. ToolboxMembers.MethodsOf(GetType()).Select(method => Own(
        Tool.FromMethod(method, this, $"{Name}_{SnakeCase.Of(method.Name)}")))]);

    /// <summary>The name that the toolbox is chosen by and that begins those of its tools; the class's unless it says otherwise.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The plugin it comes from; null for one made in code.</summary>
    public string? Plugin { get; internal set; }

    /// <summary>
    /// What it was made with, by parameter; the log keeps it so that a continued conversation can make the toolbox again.
    /// </summary>
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Whether calls on one object may run at once; else they run one after the other.</summary>
    public virtual bool AllowsOverlap => false;

    /// <summary>
    /// The tools: those of the methods, then those that were added. Some toolboxes know them only after <see cref="PrepareAsync"/>.
    /// </summary>
    public virtual IReadOnlyList<Tool> Tools => [.. methodTools.Value, .. added.Select(Own)];

    /// <summary>Whether each call of its tools needs somebody's approval; see <see cref="Tool.RequiresApproval"/>.</summary>
    protected virtual bool RequiresApproval => false;

    /// <summary>Adds a tool that is no method, under its own name.</summary>
    public void AddTool(Tool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        added.Add(tool);
    }

    /// <summary>
    /// Adds a method, local function or lambda; see <see cref="Tool.FromMethod(Delegate, string?, string?,
    /// System.Text.Json.JsonSerializerOptions?)"/>.
    /// </summary>
    /// <exception cref="LlmException">A parameter's type cannot be described.</exception>
    public void AddTool(Delegate method) => AddTool(Tool.FromMethod(method));

    /// <summary>The tools, after the toolbox was prepared; it is prepared once, and again only where that failed. Thread-safe.</summary>
    /// <exception cref="LlmException">It cannot be made ready.</exception>
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
                // One's own is waited for to its end: it may have to clean up.
                await (isOwn ? current : current.WaitAsync(cancellationToken));
                return Tools;
            }
            catch (OperationCanceledException) when (!isOwn && !cancellationToken.IsCancellationRequested)
            {
                // Somebody else's was cancelled.
            }
        }
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the toolbox ready, for instance by a connection or by adding tools, before the model hears of its tools.</summary>
    /// <remarks>
    /// Never called twice at once, and not again after it succeeded; one that failed or was cancelled may be called again.
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
