using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A function that is offered to a model.</summary>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Description">What it does, for the model; null if nothing is said.</param>
/// <param name="InputSchema">The JSON schema of its arguments.</param>
/// <param name="Plugin">The plugin it comes from; null for a function given as text or in code.</param>
public record Tool(string Name, string? Description, JsonObject InputSchema, string? Plugin = null)
{
    /// <summary>The configured toolbox or server-side tool that it belongs to; null for a plain function. Not part of the hash.</summary>
    public ToolInstance? Instance { get; init; }

    /// <summary>Runs a call; null for a tool that is only described.</summary>
    public ToolFunction? Implementation { get; init; }

    /// <summary>The toolbox whose state it works on; calls on one toolbox run one after the other. Null for a plain function.</summary>
    public Toolbox? Toolbox { get; init; }

    /// <summary>
    /// Whether a call is refused where nobody is asked: where <see cref="ChainOptions.BeforeCall"/> is null. Not part of the hash.
    /// </summary>
    public bool RequiresApproval { get; init; }

    /// <summary>The type of the result as listings show it, such as <c>str</c>; null if nothing is known. Not part of the hash.</summary>
    public string? ReturnType { get; init; }

    /// <summary>
    /// The tool as listings show it, with the Python names of types: <c>area(width: int, height: float = 2.5) -> float</c>.
    /// </summary>
    /// <remarks>Made of the schema unless it was given.</remarks>
    public string Signature
    {
        get => field ?? ToolSignature.Of(Name, InputSchema, ReturnType);
        init;
    }

    /// <summary>Whether the provider runs it; see <see cref="ServerSideTool"/>.</summary>
    public virtual bool IsServerSide => false;

    /// <summary>Makes a tool of any method, local function or lambda.</summary>
    /// <param name="method">
    /// What to run. Its parameters become the arguments: those with a default may be left out, a <see cref="ToolCall"/> gets the call, a
    /// <see cref="CancellationToken"/> the token. Text is returned as it is, <see cref="ToolOutput"/> with its attachments, anything else
    /// as JSON; an exception becomes a result that the model can read.
    /// </param>
    /// <param name="name">The name for the model; the method's in snake case if null, as <c>get_weather</c> for
    /// <c>GetWeatherAsync</c>.</param>
    /// <param name="description">What it does; if null, the <c>[Description]</c> of the method, or else its XML documentation.</param>
    /// <param name="json">How arguments and results are converted; the options of Microsoft.Extensions.AI if null.</param>
    /// <exception cref="LlmException">A parameter's type cannot be described.</exception>
    public static Tool FromMethod(Delegate method, string? name = null, string? description = null, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return FromMethod(method.Method, method.Target, name, description, json);
    }

    /// <summary>Makes a tool of a method.</summary>
    /// <param name="method">What to run.</param>
    /// <param name="target">The object it is run on; null for a static method.</param>
    /// <param name="name">The name for the model; the method's in snake case if null.</param>
    /// <param name="description">What it does; if null, the <c>[Description]</c> of the method, or else its XML documentation.</param>
    /// <param name="json">How arguments and results are converted; the options of Microsoft.Extensions.AI if null.</param>
    /// <exception cref="LlmException">A parameter's type cannot be described.</exception>
    public static Tool FromMethod(
        MethodInfo method, object? target, string? name = null, string? description = null, JsonSerializerOptions? json = null) =>
        new ToolMethod(method, target, json).ToTool(name, description);

    /// <summary>The SHA-256 in lower-case hexadecimal under which the log stores the tool; key order counts.</summary>
    public string Hash()
    {
        var json = new JsonObject { ["name"] = Name, ["description"] = Description, ["input_schema"] = InputSchema.DeepClone() };
        if (IsServerSide) json["server_side"] = true;
        if (!string.IsNullOrEmpty(Plugin)) json["plugin"] = Plugin;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PythonJson.Spaced(json))));
    }
}
