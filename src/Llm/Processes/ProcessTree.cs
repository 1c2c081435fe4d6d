using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Llm;

/// <summary>A process and its descendants, recorded while it runs because they cannot be found afterwards.</summary>
internal sealed class ProcessTree
{
    private readonly Process root;
    private readonly List<Process> descendants = [];

    /// <summary>Records the current tree, or only the process itself if the system does not expose its children.</summary>
    public ProcessTree(Process root)
    {
        this.root = root;
        if (!OperatingSystem.IsLinux()) return;
        var children = ChildrenOfAll();
        var next = new Queue<int>([root.Id]);
        while (next.TryDequeue(out var id))
        {
            foreach (var child in children.GetValueOrDefault(id) ?? [])
            {
                next.Enqueue(child);
                if (Open(child) is { } process) descendants.Add(process);
            }
        }
    }

    /// <summary>Whether any process of the tree is still running.</summary>
    public bool IsAlive => !root.HasExited || descendants.Any(process => !process.HasExited);

    /// <summary>Ends all processes that are still running.</summary>
    public void Kill()
    {
        // Processes that were started later are children of a running one.
        foreach (var process in descendants.Prepend(root))
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception ex) when (ex is InvalidOperationException or Win32Exception or AggregateException)
            {
                // The process has already ended.
            }
        }
    }

    private static Process? Open(int id)
    {
        try
        {
            var process = Process.GetProcessById(id);
            // Read now, so that a later process with the same id is not mistaken for this one.
            _ = process.StartTime;
            return process;
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The children of each process.</summary>
    private static Dictionary<int, List<int>> ChildrenOfAll()
    {
        var children = new Dictionary<int, List<int>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            var parent = ParentOf(id);
            if (!children.TryGetValue(parent, out var siblings)) children[parent] = siblings = [];
            siblings.Add(id);
        }

        return children;
    }

    private static int ParentOf(int id)
    {
        try
        {
            // "id (name) state parent …"; the name may contain any characters.
            var status = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }
}
