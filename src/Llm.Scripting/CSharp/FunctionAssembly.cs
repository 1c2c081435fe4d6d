using System.Reflection;
using System.Runtime.Loader;

namespace Llm.Scripting.CSharp;

/// <summary>A compiled text in a load context of its own.</summary>
internal sealed class FunctionAssembly : IAsyncDisposable
{
    /// <summary>The class that the compiler makes of a script; its methods are the functions.</summary>
    internal const string ScriptClass = "Functions";

    private readonly AssemblyLoadContext context = new("functions", isCollectible: true);
    private readonly Lazy<Type> type;
    private readonly Lazy<object> script;

    public FunctionAssembly(byte[] assembly)
    {
        type = new(() => context.LoadFromStream(new MemoryStream(assembly)).GetType(ScriptClass)!);
        script = new(Run);
    }

    /// <summary>The tool that a method is; it cannot be run, and no statement of the text is.</summary>
    /// <exception cref="LlmException">A parameter's type cannot be described.</exception>
    /// <exception cref="AmbiguousMatchException">There are several of that name.</exception>
    public Tool Describe(string method) => Tool.FromMethod(Find(method), target: null);

    /// <summary>The tool that a method is.</summary>
    /// <remarks>The first one runs the statements between the methods; what they throw, it throws.</remarks>
    public Tool Load(string method) => Tool.FromMethod(Find(method), script.Value);

    /// <summary>Lets the code go as soon as nothing refers to it.</summary>
    public void Unload() => context.Unload();

    public ValueTask DisposeAsync()
    {
        Unload();
        return ValueTask.CompletedTask;
    }

    private MethodInfo Find(string method) =>
        type.Value.GetMethod(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

    /// <summary>Makes the script's object and runs the statements between its methods, which set its fields.</summary>
    private object Run()
    {
        var submissions = new object?[2];
        var factory = type.Value.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        ((Task<object>)factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [submissions], null)!).GetAwaiter().GetResult();
        return submissions[1]!;
    }
}
