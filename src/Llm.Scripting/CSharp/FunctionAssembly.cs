using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Llm.Scripting.CSharp;

/// <summary>A compiled text in a separate load context.</summary>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal sealed class FunctionAssembly : IAsyncDisposable
{
    /// <summary>The class that the compiler creates for a script; its methods are the functions.</summary>
    internal const string ScriptClass = "Functions";

    private readonly AssemblyLoadContext context = new("functions", isCollectible: true);
    private readonly Lazy<Type> type;
    private readonly Lazy<object> script;

    public FunctionAssembly(byte[] assembly)
    {
        type = new(() => context.LoadFromStream(new MemoryStream(assembly)).GetType(ScriptClass)!);
        script = new(Run);
    }

    /// <summary>Describes a method as a tool that cannot be run; no statement of the text is run.</summary>
    /// <exception cref="LlmException">The type of a parameter has no schema.</exception>
    /// <exception cref="AmbiguousMatchException">There are several methods with this name.</exception>
    public Tool Describe(string method) => Tool.FromMethod(Find(method), target: null);

    /// <summary>Creates the tool of a method.</summary>
    /// <remarks>The first call runs the statements between the methods, and throws their exceptions.</remarks>
    public Tool Load(string method) => Tool.FromMethod(Find(method), script.Value);

    /// <summary>Unloads the code as soon as nothing refers to it.</summary>
    public void Unload() => context.Unload();

    public ValueTask DisposeAsync()
    {
        Unload();
        return ValueTask.CompletedTask;
    }

    private MethodInfo Find(string method) =>
        type.Value.GetMethod(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

    /// <summary>Creates the script's object and runs the statements between its methods, which set its fields.</summary>
    private object Run()
    {
        var submissions = new object?[2];
        var factory = type.Value.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        ((Task<object>)factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [submissions], null)!).GetAwaiter().GetResult();
        return submissions[1]!;
    }
}
