using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;

namespace Llm.Plugins;

/// <summary>Finds out whether an error comes from the code of an installed plugin.</summary>
public static class PluginFailure
{
    /// <summary>The package, with its version, whose code threw an exception or called what threw it; null if there is none.</summary>
    public static string? PackageOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return RuntimeCode.IsSupported ? Find(error) : null;
    }

    [RequiresUnreferencedCode(RuntimeCode.Reason)]
    private static string? Find(Exception error)
    {
        foreach (var frame in new StackTrace(error).GetFrames())
        {
            if (frame.GetMethod()?.Module.Assembly is { } assembly
                && AssemblyLoadContext.GetLoadContext(assembly) is PluginLoadContext { Name: var package })
                return package;
        }

        return error.InnerException is { } inner ? Find(inner) : null;
    }
}
