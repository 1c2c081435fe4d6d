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

    /// <summary>Creates the plugins of a package, and returns them by the names of their classes.</summary>
    /// <exception cref="LlmException">They cannot be loaded, or there is none of that class; the message says what to do.</exception>
    public Func<string, IPlugin> Load(PluginRecord record)
    {
        try
        {
            var plugins = LoadAll(record);
            return name => plugins.FirstOrDefault(plugin => plugin.GetType().FullName == name)
                ?? throw CannotLoad(record, new LlmException($"The class {name} is missing"));
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            throw CannotLoad(record, ex);
        }
    }

    /// <summary>Creates all plugins of the package.</summary>
    /// <exception cref="LlmException">The package was made for another version of the contract.</exception>
    public IReadOnlyList<IPlugin> LoadAll(PluginRecord record)
    {
        var folder = Path.Combine(pluginsFolder, record.Folder);
        PackageFolder.Use(folder);
        var context = new PluginLoadContext($"{record.Package} {record.Version}", Path.Combine(folder, Project + ".dll"));
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

    private static LlmException CannotLoad(PluginRecord record, Exception error) => new(
        $"The plugin of {record.Package} {record.Version} cannot be loaded: {Reason(error).TrimEnd('.')}. Install it again with "
        + $"'llm install --force-reinstall {record.Requested}', or remove it with 'llm uninstall {record.Package}'.",
        error);

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
