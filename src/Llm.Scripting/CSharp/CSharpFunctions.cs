namespace Llm.Scripting.CSharp;

/// <summary>The methods of a C# text; their assembly is loaded by the first call.</summary>
internal static class CSharpFunctions
{
    public static async Task<FunctionSet> LoadAsync(FunctionSource source, FunctionSettings settings, CancellationToken cancellationToken)
    {
        var cache = new FunctionCache(settings.Directory ?? UserDirectory.Resolve(), source.Text);
        var compiled = cache.Read();
        if (compiled is null)
        {
            // The compiler is loaded when this method of it is called, and only then.
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
