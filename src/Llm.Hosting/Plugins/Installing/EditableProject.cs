using System.Diagnostics.CodeAnalysis;

namespace Llm.Plugins;

/// <summary>A package that was installed with <c>-e</c>: it is built again when a file of its project has changed.</summary>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal static class EditableProject
{
    private static readonly string[] Generated = ["bin", "obj"];

    /// <summary>Returns the record of the package, after building it again if that is necessary.</summary>
    /// <exception cref="LlmException">The project does not build any more.</exception>
    public static PluginRecord Refresh(UserDirectory directory, PluginRecord record)
    {
        if (record.Editable is not { } project || !File.Exists(project)) return record;
        var built = File.GetLastWriteTimeUtc(Path.Combine(directory.PluginsDirectory, record.Folder, PackageFolder.RecordFile));
        if (NewestChange(new DirectoryInfo(Path.GetDirectoryName(project)!)) <= built) return record;
        var installer = new PluginInstaller(directory, (_, _) => throw new NotSupportedException());
        // What asks for a plugin is not asynchronous, and has nothing to do before the plugin is there.
        installer.InstallAsync([], [project], new InstallOptions(), CancellationToken.None).GetAwaiter().GetResult();
        return new PluginIndex(directory).Read().First(other => other.Package == record.Package);
    }

    /// <summary>When a file was last written, or a file was added, renamed or deleted.</summary>
    private static DateTime NewestChange(DirectoryInfo folder)
    {
        var newest = folder.LastWriteTimeUtc;
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.')) continue;
            var change = entry is not DirectoryInfo inner ? entry.LastWriteTimeUtc
                : Generated.Contains(inner.Name) ? DateTime.MinValue
                : NewestChange(inner);
            if (change > newest) newest = change;
        }

        return newest;
    }
}
