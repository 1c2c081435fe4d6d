using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A kind of toolbox that users choose by name, such as <c>-T 'Memory("notes")'</c>.</summary>
public sealed class ToolboxType
{
    // Looked at when somebody asks: registering a toolbox costs nothing.
    private readonly Lazy<ToolMethod> factory;
    private readonly Lazy<IReadOnlyList<Tool>> tools;

    private ToolboxType(string name, Delegate factory, Func<IReadOnlyList<Tool>> describe)
    {
        Name = name;
        this.factory = new(() => new ToolMethod(factory.Method, factory.Target));
        tools = new(describe);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The plugin it comes from; null for one given in code.</summary>
    public string? Plugin { get; internal set; }

    /// <summary>What it is for; the <see cref="DescriptionAttribute"/> of the class.</summary>
    public string? Description { get; private init; }

    /// <summary>Whether a toolbox decides while it runs which tools it has.</summary>
    public bool IsDynamic { get; private init; }

    /// <summary>The tools of the class's methods, to be listed; they cannot be run.</summary>
    public IReadOnlyList<Tool> Tools => tools.Value;

    /// <summary>The JSON schema of what it is made with.</summary>
    public JsonObject InputSchema => factory.Value.Schema;

    /// <summary>What it is made with, as listings show it: <c>Memory(ns: str = 'd')</c>.</summary>
    public string Signature => ToolSignature.Of(Name, InputSchema, null);

    /// <summary>Describes a class of toolboxes.</summary>
    /// <param name="factory">Makes one; its parameters are what users may give, as in <c>(string ns = "default") =&gt; new
    /// Memory(ns)</c>.</param>
    /// <param name="name">The name; the class's if null.</param>
    /// <typeparam name="T">The class.</typeparam>
    public static ToolboxType Of<[DynamicallyAccessedMembers(ToolboxMembers.Listed)] T>(Delegate factory, string? name = null)
        where T : Toolbox
    {
        ArgumentNullException.ThrowIfNull(factory);
        name ??= typeof(T).Name;
        return new ToolboxType(name, factory, Describe)
        {
            Description = typeof(T).GetCustomAttribute<DescriptionAttribute>()?.Description,
            IsDynamic = ToolboxMembers.IsDynamic(typeof(T)),
        };

        IReadOnlyList<Tool> Describe() =>
            [.. ToolboxMembers.MethodsOf(typeof(T)).Select(
                method => Tool.FromMethod(method, target: null, $"{name}_{SnakeCase.Of(method.Name)}"))];
    }

    /// <summary>Makes a toolbox.</summary>
    /// <param name="arguments">What was given, by parameter.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">The arguments do not fit, or the class refuses them.</exception>
    public async Task<Toolbox> CreateAsync(JsonObject arguments, CancellationToken cancellationToken = default)
    {
        try
        {
            var toolbox = (Toolbox)(await factory.Value.InvokeAsync(new ToolCall(Name, arguments), cancellationToken))!;
            toolbox.Plugin ??= Plugin;
            foreach (var (name, value) in WithDefaults(arguments)) toolbox.Arguments[name] = value?.DeepClone();
            return toolbox;
        }
        catch (ToolArgumentException ex)
        {
            throw new LlmException($"The toolbox {Name} cannot be made: {ex.Message}. It is {Signature}.", ex);
        }
        catch (Exception ex) when (ex is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new LlmException($"The toolbox {Name} cannot be made: {ex.Message}", ex);
        }
    }

    /// <summary>Defaults are recorded too, so that a later default does not change what a conversation goes on with.</summary>
    private JsonObject WithDefaults(JsonObject arguments)
    {
        var all = new JsonObject();
        foreach (var (name, schema) in (JsonObject)InputSchema["properties"]!)
        {
            if (arguments.TryGetPropertyValue(name, out var given)) all[name] = given?.DeepClone();
            else if (schema is JsonObject described && described.TryGetPropertyValue("default", out var value))
                all[name] = value?.DeepClone();
        }

        return all;
    }
}
