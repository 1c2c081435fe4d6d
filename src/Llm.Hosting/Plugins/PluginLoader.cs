using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Llm.Plugins;

/// <summary>Loads the plugins of an installed package.</summary>
/// <param name="pluginsFolder">The folder of plugins.</param>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal sealed class PluginLoader(string pluginsFolder)
{
    /// <summary>The name of the project that is generated for each package, and so of its list of dependencies.</summary>
    public const string Project = "plugin";

    /// <summary>Creates the plugin with this class.</summary>
    /// <exception cref="LlmException">It cannot be loaded; the message says what to do.</exception>
    public IPlugin Load(PluginRecord record, string className)
    {
        try
        {
            return LoadAll(record).FirstOrDefault(plugin => plugin.GetType().FullName == className)
                ?? throw new LlmException($"The class {className} is missing");
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            var (error, id) = (Reason(ex), record.Package);
            throw new LlmException(
                $"The plugin of {id} {record.Version} cannot be loaded: {error.TrimEnd('.')}. Install it again with "
                + $"'llm install --force-reinstall {record.Requested}', or remove it with 'llm uninstall {id}'.", ex);
        }
    }

    /// <summary>Creates all plugins of the package.</summary>
    /// <exception cref="LlmException">The package was made for another version of the contract.</exception>
    public IReadOnlyList<IPlugin> LoadAll(PluginRecord record)
    {
        var folder = Path.Combine(pluginsFolder, record.Folder);
        var context = new PluginLoadContext(Path.Combine(folder, Project + ".dll"));
        var plugins = new List<IPlugin>();
        foreach (var name in record.Assemblies)
        {
            var assembly = context.LoadFromAssemblyPath(Path.Combine(folder, name));
            CheckContract(assembly);
            foreach (var type in assembly.GetExportedTypes().Where(IsPlugin)) plugins.Add((IPlugin)Activator.CreateInstance(type)!);
        }

        return plugins;
    }

    /// <summary>The reason of an error that reflection has wrapped.</summary>
    public static string Reason(Exception error) =>
        (error is TargetInvocationException or TypeInitializationException && error.InnerException is { } inner ? inner : error).Message;

    private static bool IsPlugin(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPlugin)) && type.GetConstructor([]) is not null;

    /// <summary>The contract is versioned as the assembly is: a plugin runs with its own or a later minor version.</summary>
    private static void CheckContract(Assembly assembly)
    {
        var host = typeof(IPlugin).Assembly.GetName();
        var reference = assembly.GetReferencedAssemblies().FirstOrDefault(reference => reference.Name == host.Name);
        if (reference?.Version is not { } wanted || host.Version is not { } own) return;
        if (wanted.Major == own.Major && wanted <= own) return;
        throw new LlmException(
            $"It was made for version {wanted.ToString(3)} of the library, and this is {own.ToString(3)}. "
            + (wanted > own ? "Update llm" : "Look for a newer version of the plugin"));
    }
}
