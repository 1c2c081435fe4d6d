using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Llm.Yaml;

namespace Llm.Packages;

/// <summary>The files of a package that is unpacked, or those that a program carries.</summary>
/// <param name="root">The folder.</param>
/// <param name="problems">Where files that cannot be read are noted.</param>
/// <param name="texts">The texts of the files by their paths; null to read those in the folder.</param>
internal sealed class PackageFolder(string root, PackageProblems problems, IReadOnlyDictionary<string, string>? texts = null)
{
    /// <summary>The largest YAML file that is read, in bytes. The largest of Dify's own packages has 51,000.</summary>
    private const int MaxFileSize = 1 << 20;

    /// <summary>The most YAML that is read, in bytes. The largest of Dify's own packages has 600,000.</summary>
    private const int MaxTotalSize = 32 << 20;

    private const int MaxFiles = 20_000;
    private const int MaxPatterns = 1_000;

    private long total;
    private int patterns;
    private List<string>? names;

    public string Root => root;

    public bool Has(string path) => texts?.ContainsKey(path) ?? (IsInside(path) && File.Exists(Full(path)));

    /// <summary>The value in a file; a null one, with a problem noted, if it cannot be read.</summary>
    public PackageValue Read(string path)
    {
        try
        {
            var text = Load(path);
            var file = new PackageFile(path, text, problems);
            return new PackageValue(file, YamlText.Parse(text));
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            problems.Error(path, ex is LlmException ? ex.Message : "The file cannot be read: " + ex.Message);
            return new PackageValue(new PackageFile(path, "", problems), null);
        }
    }

    /// <summary>The mapping in a file; null, with a problem noted, if there is none.</summary>
    public PackageValue? ReadMapping(string path)
    {
        var value = Read(path);
        if (value.Node is JsonObject) return value;
        if (value.IsNull) problems.Error(path, "expected a mapping of keys to values");
        else value.Expect("a mapping of keys to values");
        return null;
    }

    /// <summary>The files that a pattern names: <c>*</c> stands for a part of a name, and <c>**</c>, once, for any folders.</summary>
    public List<string> Match(PackageValue pattern)
    {
        var matching = new List<string>();
        if (pattern.Text() is not { Length: > 0 } text) return matching;
        var parts = text.Split('/');
        if (!IsInside(text) || parts.Count(part => part == "**") > 1 || ++patterns > MaxPatterns)
        {
            pattern.Expect("a pattern of files in the package, such as models/llm/*.yaml");
            return matching;
        }

        foreach (var name in names ??= ListFiles())
            if (Matches(parts, name.Split('/')))
                matching.Add(name);
        return matching;
    }

    private string Load(string path)
    {
        if (!IsInside(path)) throw new LlmException("The file must be in the package.");
        if (texts is not null) return texts.GetValueOrDefault(path) ?? throw new LlmException("There is no such file.");
        var file = new FileInfo(Full(path));
        if (!file.Exists) throw new LlmException("There is no such file.");
        if (file.LinkTarget is not null) throw new LlmException("The file is a link, which packages must not have.");
        if (file.Length > MaxFileSize || (total += file.Length) > MaxTotalSize) throw new LlmException("The file is too large.");
        return TextFile.Read(file.FullName);
    }

    private string Full(string path) => Path.Combine(root, path);

    /// <summary>Whether a path from a file of the package stays in it.</summary>
    private static bool IsInside(string path) =>
        path.Length > 0 && path[0] is not ('/' or '\\') && !path.Contains(':') && !path.Contains('\0')
        && Array.IndexOf(path.Split('/', '\\'), "..") < 0;

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name)
    {
        for (; !pattern.IsEmpty; pattern = pattern[1..], name = name[1..])
        {
            if (pattern[0] == "**")
            {
                // It is the only one, so what follows it must match the end.
                var rest = pattern.Length - 1;
                return rest <= name.Length && Matches(rest == 0 ? ["*"] : pattern[1..], name[^Math.Max(rest, 1)..]);
            }

            if (name.IsEmpty || !FileSystemName.MatchesSimpleExpression(pattern[0], name[0], ignoreCase: false)) return false;
        }

        return name.IsEmpty;
    }

    /// <summary>The names of all files, in the order of their bytes. Links are left out.</summary>
    private List<string> ListFiles()
    {
        var list = new List<string>();
        if (texts is not null) list.AddRange(texts.Keys);
        else List(new DirectoryInfo(root), "", list);
        list.Sort(string.CompareOrdinal);
        return list;
    }

    private void List(DirectoryInfo folder, string prefix, List<string> list)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (list.Count >= MaxFiles)
            {
                problems.Error(".", $"The package has more than {MaxFiles} files.");
                return;
            }

            if (entry.LinkTarget is not null) continue;
            if (entry is DirectoryInfo inner) List(inner, $"{prefix}{entry.Name}/", list);
            else list.Add(prefix + entry.Name);
        }
    }
}
