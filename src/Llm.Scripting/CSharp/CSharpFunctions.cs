using System.Diagnostics.CodeAnalysis;

namespace Llm.Scripting.CSharp;

/// <summary>Loads the methods of a C# text; the first call loads their assembly.</summary>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal static class CSharpFunctions
{
    public static async Task<FunctionSet> LoadAsync(FunctionSource source, FunctionSettings settings, CancellationToken cancellationToken)
    {
        var cache = new FunctionCache(settings.Directory ?? UserDirectory.Resolve(), source.Text);
        var compiled = cache.Read();
        if (compiled is null)
        {
            // The compiler is loaded only when this method is called.
            compiled = await Task.Run(() => FunctionCompiler.Compile(source, cancellationToken), cancellationToken);
            cache.Write(compiled);
        }

        var assembly = new FunctionAssembly(compiled.Assembly);
        return new FunctionSet(FunctionLanguage.CSharp, [.. compiled.Functions.Select(Callable)], assembly);

        Tool Callable(CompiledFunction function)
        {
            var tool = new Lazy<Tool>(() => assembly.Load(function.Method));
            return function.Tool with { Implementation = (call, token) => tool.Value.Implementation!(call, token) };
        }
    }
}
