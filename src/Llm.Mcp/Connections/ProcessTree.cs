using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Llm.Mcp;

/// <summary>A process and everything it has started, noted while it lives: afterwards its children cannot be found any more.</summary>
internal sealed class ProcessTree
{
    private readonly Process root;
    private readonly List<Process> descendants = [];

    /// <summary>Notes the tree as it is now; where the system does not tell, only the process itself.</summary>
    public ProcessTree(Process root)
    {
        this.root = root;
        if (!OperatingSystem.IsLinux()) return;
        var children = ChildrenOfAll();
        var next = new Queue<int>([root.Id]);
        while (next.TryDequeue(out var id))
        {
            foreach (var child in children[id])
            {
                next.Enqueue(child);
                if (Open(child) is { } process) descendants.Add(process);
            }
        }
    }

    /// <summary>Whether something of it still runs.</summary>
    public bool IsAlive => !root.HasExited || descendants.Any(process => !process.HasExited);

    /// <summary>Ends what still runs.</summary>
    public void Kill()
    {
        // Those that were started since are children of one that runs.
        foreach (var process in descendants.Prepend(root))
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception ex) when (ex is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It ended by itself.
            }
        }
    }

    private static Process? Open(int id)
    {
        try
        {
            var process = Process.GetProcessById(id);
            // Asked for now, so that a later process with the same id is not taken for it.
            _ = process.StartTime;
            return process;
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static ILookup<int, int> ChildrenOfAll() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0)
        .Select(id => (Id: id, Parent: ParentOf(id)))
        .ToLookup(entry => entry.Parent, entry => entry.Id);

    private static int ParentOf(int id)
    {
        try
        {
            // "id (name) state parent …"; the name may hold anything.
            var status = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }
}
