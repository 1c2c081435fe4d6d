using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A type of toolbox that users choose by name, such as <c>-T 'Memory("notes")'</c>.</summary>
public sealed class ToolboxType
{
    // Evaluated when first used, so that registering a toolbox costs nothing.
    private readonly Lazy<ToolMethod> factory;
    private readonly Lazy<IReadOnlyList<Tool>> tools;
    private readonly JsonObject? describedSchema;

    private ToolboxType(string name, Delegate factory, JsonSerializerOptions? json, Func<IReadOnlyList<Tool>> describe)
    {
        Name = name;
        this.factory = new(() => new ToolMethod(factory.Method, factory.Target, json));
        tools = new(describe);
    }

    private ToolboxType(string name, JsonObject schema, IReadOnlyList<Tool> tools, Func<ToolboxType> load)
    {
        Name = name;
        describedSchema = schema;
        Load = load;
        factory = new(() => load().factory.Value);
        this.tools = new(tools);
    }

    /// <summary>The name by which users choose it.</summary>
    public string Name { get; }

    /// <summary>The plugin that provides it; null for one given in code.</summary>
    public string? Plugin { get; internal set; }

    /// <summary>A description of its purpose, from the <see cref="DescriptionAttribute"/> of the class.</summary>
    public string? Description { get; private init; }

    /// <summary>Whether a toolbox determines its tools at run time.</summary>
    public bool IsDynamic { get; private init; }

    /// <summary>The tools of the class's methods, for listings; they cannot be run.</summary>
    public IReadOnlyList<Tool> Tools => tools.Value;

    /// <summary>The JSON schema of its arguments.</summary>
    public JsonObject InputSchema => describedSchema ?? factory.Value.Schema;

    /// <summary>
    /// Loads the plugin that the toolbox was only described for, and returns the toolbox itself; null for one that is loaded.
    /// </summary>
    internal Func<ToolboxType>? Load { get; }

    /// <summary>The name and arguments as listings show them: <c>Memory(ns: str = 'd')</c>.</summary>
    public string Signature => ToolSignature.Of(Name, InputSchema, null);

    /// <summary>Describes the toolbox class that a factory returns.</summary>
    /// <param name="factory">
    /// Creates a toolbox; its parameters are the arguments for users, as in <c>(string ns = "default") =&gt; new Memory(ns)</c>.
    /// </param>
    /// <param name="name">The name; if null, the name of the class.</param>
    /// <param name="json">
    /// The options for converting the arguments, and for describing the methods of a class that overrides
    /// <see cref="Toolbox.JsonOptions"/>.
    /// </param>
    /// <exception cref="ArgumentException">The factory does not return a class derived from <see cref="Toolbox"/>.</exception>
    public static ToolboxType Create(Delegate factory, string? name = null, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var type = ClassOf(factory);
        if (!type.IsSubclassOf(typeof(Toolbox)))
            throw new ArgumentException($"The factory returns {type.Name}, which is not a class derived from Toolbox.", nameof(factory));
        name ??= type.Name;
        return new ToolboxType(name, factory, json, Describe)
        {
            Description = type.GetCustomAttribute<DescriptionAttribute>()?.Description,
            IsDynamic = ToolboxMembers.IsDynamic(type),
        };

        IReadOnlyList<Tool> Describe() =>
            [.. ToolboxMembers.MethodsOf(type).Select(
                method => Tool.FromMethod(method, target: null, $"{name}_{SnakeCase.Of(method.Name)}", json: json))];
    }

    /// <summary>Describes a toolbox of a plugin that is not loaded.</summary>
    internal static ToolboxType Deferred(
        string name, string? description, bool isDynamic, JsonObject schema, IReadOnlyList<Tool> tools, Func<ToolboxType> load) =>
        new(name, schema, tools, load) { Description = description, IsDynamic = isDynamic };

    /// <summary>Creates a toolbox.</summary>
    /// <param name="arguments">The arguments by parameter.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">The arguments do not match the schema, or the class refuses them.</exception>
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
            throw new LlmException($"The toolbox {Name} cannot be created: {ex.Message}. Its signature is {Signature}.", ex);
        }
        catch (Exception ex) when (ex is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new LlmException($"The toolbox {Name} cannot be created: {ex.Message}", ex);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2073", Justification = "Toolbox asks for these members of all derived classes.")]
    [return: DynamicallyAccessedMembers(ToolboxMembers.Listed)]
    private static Type ClassOf(Delegate factory) => ToolTypes.ResultOf(factory.Method.ReturnType);

    /// <summary>Defaults are recorded too, so that a later change of a default does not affect a continued conversation.</summary>
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
