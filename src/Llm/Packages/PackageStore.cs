using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Packages;

/// <summary>
/// The packages that a user added: a folder for each in <c>packages</c>, and beside it an index that says which models it has.
/// </summary>
/// <remarks>
/// A package is copied when it is added, so that it stays as it was read. Programs may add and remove packages at the same time.
/// Thread-safe.
/// </remarks>
public sealed class PackageStore(UserDirectory directory)
{
    /// <summary>The prefix that always means a package, where a built-in provider has the same name.</summary>
    public const string Prefix = "dify:";

    /// <summary>The form of the index; a file with another one is replaced.</summary>
    internal const int IndexFormat = 1;

    private const string IndexEnding = ".json";

    // Folders of tools and of an author's machine, which no package needs.
    private static readonly string[] NotCopied = ["__pycache__", "node_modules", "venv"];

    private string Root => Path.Combine(directory.Path, "packages");

    /// <summary>The packages, by name.</summary>
    /// <exception cref="LlmException">An index cannot be read, nor the package that it is of.</exception>
    public IReadOnlyList<AddedPackage> All
    {
        get
        {
            var folder = new DirectoryInfo(Root);
            if (!folder.Exists) return [];
            var stamps = new List<IndexStamp>();
            foreach (var file in folder.EnumerateFiles("*" + IndexEnding))
            {
                var name = Path.GetFileNameWithoutExtension(file.Name);
                if (IsName(name)) stamps.Add(new IndexStamp(name, file.Length, file.LastWriteTimeUtc.Ticks));
            }

            if (stamps.Count == 0) return [];
            stamps.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
            var list = new PackageList(Root);
            var packages = new List<AddedPackage>(stamps.Count);
            if (list.Read(stamps) is { } known)
            {
                for (var i = 0; i < known.Count; i++)
                {
                    var name = stamps[i].Name;
                    packages.Add(new AddedPackage(FolderOf(name), known[i], () => ReadIndex(name)));
                }

                return packages;
            }

            foreach (var stamp in stamps)
                if (Find(stamp.Name) is { } package)
                    packages.Add(package);
            // One that was removed meanwhile will be noticed.
            if (packages.Count == stamps.Count) list.Write(stamps, packages);
            return packages;
        }
    }

    /// <summary>The package whose provider has this name; null if there is none.</summary>
    /// <inheritdoc cref="All" path="/exception"/>
    public AddedPackage? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name) || !File.Exists(IndexOf(name))) return null;
        var index = JsonText.ParseOrNull(TextFile.Read(IndexOf(name))) as JsonObject;
        if ((int?)(index?["format"] as JsonValue) == IndexFormat) return new AddedPackage(FolderOf(name), index!);
        return Index(ModelPackage.Load(FolderOf(name)), name);
    }

    /// <summary>The package that <c>provider/model</c> names, with or without <see cref="Prefix"/>; null if there is none.</summary>
    /// <param name="id">The id of a model.</param>
    /// <param name="model">The part behind the slash; empty if there is none.</param>
    /// <inheritdoc cref="All" path="/exception"/>
    internal AddedPackage? FindOwner(string id, out string model)
    {
        var start = id.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0;
        var slash = id.IndexOf('/', start);
        model = slash < 0 ? "" : id[(slash + 1)..];
        return slash < 0 ? null : Find(id[start..slash]);
    }

    /// <summary>Looks for what the author of a package should mend; it need not be added.</summary>
    /// <param name="path">A folder, or a <c>.difypkg</c> archive.</param>
    /// <returns>Errors, for which the package cannot be used here or in Dify, and advice.</returns>
    /// <exception cref="LlmException">There is no such folder or file, or it cannot be unpacked.</exception>
    public static IReadOnlyList<PackageProblem> Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var folder = File.Exists(path) ? Directory.CreateTempSubdirectory("llm-package-").FullName : null;
        try
        {
            if (folder is not null) PackageArchive.Unpack(path, folder);
            return ModelPackage.Load(folder ?? path).Check();
        }
        catch (PackageException ex)
        {
            return ex.Problems;
        }
        finally
        {
            if (folder is not null) Delete(folder);
        }
    }

    /// <summary>Adds a package, in place of one whose provider has the same name.</summary>
    /// <param name="path">A folder, or a <c>.difypkg</c> archive.</param>
    /// <exception cref="PackageException">There are errors in the package, so nothing was changed.</exception>
    /// <exception cref="LlmException">There is no such folder or file, or it cannot be unpacked or copied.</exception>
    public AddedPackage Add(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        UserDirectory.CreatePrivate(Root);
        using var held = FileLock.Take(Path.Combine(Root, "packages"));
        var staged = Path.Combine(Root, ".new");
        try
        {
            Delete(staged);
            Directory.CreateDirectory(staged);
            if (File.Exists(path)) PackageArchive.Unpack(path, staged);
            else Copy(path, staged);
            var package = ModelPackage.Load(staged);
            var name = package.Provider.Name;
            if (!IsName(name)) throw new LlmException($"The provider cannot be called '{name}': its name becomes that of a folder.");
            // A package without an index is none, so whoever stops here in the middle leaves no half of one.
            File.Delete(IndexOf(name));
            Delete(FolderOf(name));
            Directory.Move(staged, FolderOf(name));
            return Index(package, name);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"{path} cannot be added: {ex.Message}", ex);
        }
        finally
        {
            Delete(staged);
        }
    }

    /// <summary>Removes a package with its files and its Python environment; its credentials stay.</summary>
    /// <param name="name">The name of its provider.</param>
    /// <returns>False if there is none.</returns>
    /// <exception cref="LlmException">The files cannot be removed.</exception>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name) || !File.Exists(IndexOf(name))) return false;
        using var held = FileLock.Take(Path.Combine(Root, "packages"));
        try
        {
            File.Delete(IndexOf(name));
            Delete(PackageEnvironment.FolderOf(Root, name));
            Delete(FolderOf(name));
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"The package {name} cannot be removed: {ex.Message}", ex);
        }
    }

    private AddedPackage Index(ModelPackage package, string name)
    {
        var text = PythonJson.CompactUnescaped(AddedPackage.Describe(package));
        AtomicFile.WriteAllText(IndexOf(name), text);
        return new AddedPackage(FolderOf(name), (JsonObject)JsonText.Parse(text)!);
    }

    /// <summary>The index of a package that a list has.</summary>
    private JsonObject ReadIndex(string name) =>
        Find(name)?.Index ?? throw new LlmException($"The package {name} was removed. Run: llm providers");

    private string IndexOf(string name) => Path.Combine(Root, name + IndexEnding);

    private string FolderOf(string name) => Path.Combine(Root, name);

    /// <summary>Whether a name can be that of a folder on every system.</summary>
    private static bool IsName(string name)
    {
        if (name.Length is 0 or > 128 || name[0] == '.') return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return false;
        return true;
    }

    private static void Copy(string from, string to)
    {
        if (!Directory.Exists(from)) throw new LlmException($"There is no folder or file {from}.");
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            // Hidden files belong to the author's tools.
            if (entry.Name.StartsWith('.') || NotCopied.Contains(entry.Name)) continue;
            if (entry.LinkTarget is not null) throw new LlmException($"The package has a link, which packages must not have: {entry.Name}");
            var target = Path.Combine(to, entry.Name);
            if (entry is FileInfo file)
            {
                file.CopyTo(target);
                continue;
            }

            Directory.CreateDirectory(target);
            Copy(entry.FullName, target);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
