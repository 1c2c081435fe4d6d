using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Llm.Plugins;

/// <summary>
/// The assemblies of one package. It shares with the program the contract and what the contract depends on, so that a model of the plugin
/// is a <see cref="Model"/> of the program; everything else is its own, in whatever version it needs.
/// </summary>
/// <param name="package">The package with its version, as messages name it.</param>
/// <param name="mainAssembly">The assembly of the project that was generated for the package.</param>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal sealed class PluginLoadContext(string package, string mainAssembly) : AssemblyLoadContext(package)
{
    private static readonly Lazy<IReadOnlySet<string>> Shared = new(ContractAssemblies);

    private readonly AssemblyDependencyResolver resolver = new(mainAssembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null means the program's own.
        if (assemblyName.Name is { } name && Shared.Value.Contains(name)) return null;
        return resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static HashSet<string> ContractAssemblies()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<Assembly>([typeof(IPlugin).Assembly]);
        while (next.TryDequeue(out var assembly))
        {
            if (!names.Add(assembly.GetName().Name!)) continue;
            foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => !IsOfRuntime(reference.Name!)))
                next.Enqueue(Default.LoadFromAssemblyName(reference));
        }

        return names;
    }

    /// <summary>Whether the runtime has the assembly, which every context shares in any case.</summary>
    private static bool IsOfRuntime(string name) =>
        name is "mscorlib" or "netstandard"
        || File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
}
