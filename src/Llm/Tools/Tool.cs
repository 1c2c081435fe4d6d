using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A function that is offered to a model.</summary>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Description">A description for the model; null if there is none.</param>
/// <param name="InputSchema">The JSON schema of its arguments.</param>
/// <param name="Plugin">The plugin that provides it; null for a function given as text or in code.</param>
public record Tool(string Name, string? Description, JsonObject InputSchema, string? Plugin = null)
{
    /// <summary>The configured toolbox or server-side tool that it belongs to; null for a plain function. Not part of the hash.</summary>
    public ToolInstance? Instance { get; init; }

    /// <summary>Runs a call; null for a tool that cannot be run.</summary>
    public ToolFunction? Implementation { get; init; }

    /// <summary>
    /// Loads the plugin that the tool was only described for, and returns the tool itself; null for a tool that is loaded.
    /// </summary>
    internal Func<Tool>? Load { get; init; }

    /// <summary>The toolbox whose state it uses; calls on one toolbox run one after the other. Null for a plain function.</summary>
    public Toolbox? Toolbox { get; init; }

    /// <summary>
    /// Whether a call is refused unless <see cref="ChainOptions.Approve"/> lets it run. Not part of the hash.
    /// </summary>
    public bool RequiresApproval { get; init; }

    /// <summary>The type of the result as listings show it, such as <c>str</c>; null if it is unknown. Not part of the hash.</summary>
    public string? ReturnType { get; init; }

    /// <summary>
    /// The tool as listings show it, with the Python names of types: <c>area(width: int, height: float = 2.5) -> float</c>.
    /// </summary>
    /// <remarks>Derived from the schema unless it is set.</remarks>
    public string Signature
    {
        get => field ?? ToolSignature.Of(Name, InputSchema, ReturnType);
        init;
    }

    /// <summary>Whether the provider runs the tool; see <see cref="ServerSideTool"/>.</summary>
    public virtual bool IsServerSide => false;

    /// <summary>Creates a tool from any method, local function or lambda.</summary>
    /// <param name="method">
    /// The method to run. Its parameters become the arguments: those with a default are optional, a <see cref="ToolCall"/> receives the
    /// call, and a <see cref="CancellationToken"/> receives the token. Text is returned as it is, a <see cref="ToolOutput"/> with its
    /// attachments, and anything else as JSON. An exception becomes a result that the model can read.
    /// </param>
    /// <param name="name">
    /// The name for the model; if null, the name of the method in snake case, such as <c>get_weather</c> for <c>GetWeatherAsync</c>.
    /// </param>
    /// <param name="description">The description; if null, the <c>[Description]</c> of the method, or else its XML documentation.</param>
    /// <param name="json">The options for converting arguments and results; if null, those of Microsoft.Extensions.AI.</param>
    /// <exception cref="LlmException">The type of a parameter has no schema, or a type has no JSON metadata.</exception>
    public static Tool FromMethod(Delegate method, string? name = null, string? description = null, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return FromMethod(method.Method, method.Target, name, description, json);
    }

    /// <summary>Creates a tool from a method.</summary>
    /// <param name="method">The method to run.</param>
    /// <param name="target">The object on which the method is called; null for a static method.</param>
    /// <param name="name">The name for the model; if null, the name of the method in snake case.</param>
    /// <param name="description">The description; if null, the <c>[Description]</c> of the method, or else its XML documentation.</param>
    /// <param name="json">The options for converting arguments and results; if null, those of Microsoft.Extensions.AI.</param>
    /// <exception cref="LlmException">The type of a parameter has no schema, or a type has no JSON metadata.</exception>
    public static Tool FromMethod(
        MethodInfo method, object? target, string? name = null, string? description = null, JsonSerializerOptions? json = null) =>
        new ToolMethod(method, target, json).ToTool(name, description);

    /// <summary>Asks whether a call may run; nobody to ask is a refusal for a tool that requires approval.</summary>
    /// <exception cref="CancelToolCallException">The call may not run.</exception>
    internal async Task RequireApprovalAsync(
        ToolCall call, Func<Tool, ToolCall, CancellationToken, Task<bool>>? approve, CancellationToken cancellationToken)
    {
        if (approve is null)
        {
            if (!RequiresApproval) return;
            throw new CancelToolCallException("each call of this tool needs approval, and nobody was asked");
        }

        if (!await approve(this, call, cancellationToken)) throw new CancelToolCallException("the call was not approved");
    }

    /// <summary>Computes the SHA-256 under which the log stores the tool, in lower-case hexadecimal; the order of keys matters.</summary>
    public string Hash()
    {
        var json = new JsonObject { ["name"] = Name, ["description"] = Description, ["input_schema"] = InputSchema.DeepClone() };
        if (IsServerSide) json["server_side"] = true;
        if (!string.IsNullOrEmpty(Plugin)) json["plugin"] = Plugin;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PythonJson.Spaced(json))));
    }
}

/// <summary>Runs a tool.</summary>
/// <param name="call">The call with its arguments.</param>
/// <param name="cancellationToken">Cancels the call.</param>
/// <remarks>May be called by several threads at once. An exception becomes a result that the model can read.</remarks>
public delegate Task<ToolOutput> ToolFunction(ToolCall call, CancellationToken cancellationToken);

/// <summary>A configured toolbox or server-side tool, which the log records so that a continued conversation can create it again.</summary>
/// <param name="Name">The name by which it is chosen, such as <c>Memory</c>.</param>
/// <param name="Plugin">The plugin that provides it; null for one given in code.</param>
/// <param name="Arguments">The arguments it was created with; empty if there were none.</param>
public sealed record ToolInstance(string Name, string? Plugin, JsonObject Arguments);
