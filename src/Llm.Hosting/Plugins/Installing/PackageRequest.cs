namespace Llm.Plugins;

/// <summary>A package to install, as a user names it.</summary>
/// <param name="Text">The words of the user.</param>
/// <param name="Kind">What the words name.</param>
/// <param name="Source">The ID, path or address.</param>
/// <param name="Version">The version of a package with an ID; null for the newest.</param>
internal sealed record PackageRequest(string Text, PackageKind Kind, string Source, string? Version = null)
{
    private const string GitPrefix = "git+";

    /// <summary>Whether the project is built again when its sources change.</summary>
    public bool IsEditable { get; init; }

    /// <summary>
    /// Reads an ID with an optional version (<c>Name</c>, <c>Name==1.2.0</c>, <c>Name@1.2.0</c>), a <c>.nupkg</c> file or its address, a
    /// project or its folder, or a git repository (<c>git+https://…</c>).
    /// </summary>
    /// <exception cref="LlmException">A path that it names does not exist.</exception>
    public static PackageRequest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(GitPrefix, StringComparison.Ordinal)) return new(text, PackageKind.Repository, text[GitPrefix.Length..]);
        if (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal))
        {
            return Path.GetExtension(new Uri(text).AbsolutePath) == ".nupkg" ? new(text, PackageKind.Address, text)
                : throw new LlmException($"{text} is not the address of a .nupkg file. For a git repository, write git+{text}");
        }

        if (Path.GetExtension(text) == ".nupkg")
        {
            return File.Exists(text) ? new(text, PackageKind.File, Path.GetFullPath(text))
                : throw new LlmException($"There is no file {text}.");
        }

        var isPath = text.StartsWith('.') || text.Contains('/') || text.Contains(Path.DirectorySeparatorChar);
        if (isPath || Path.GetExtension(text) == ".csproj") return new(text, PackageKind.Project, PluginProject.Find(text));
        var (id, version) = text.Split("==") is [var named, var wanted] ? (named, wanted)
            : text.Split('@') is [var name, var given] ? (name, given)
            : (text, null);
        return IsId(id) && version is not "" ? new(text, PackageKind.Id, id.Trim(), version?.Trim())
            : throw new LlmException($"'{text}' is not the name of a package. Write Name or Name==1.2.0, or a path with a /.");
    }

    private static bool IsId(string id) => id.Trim().Length > 0 && id.Trim().All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_');
}

/// <summary>What a user names to install.</summary>
internal enum PackageKind
{
    /// <summary>A package in a source of NuGet.</summary>
    Id,

    /// <summary>A package in a file.</summary>
    File,

    /// <summary>The web address of a package.</summary>
    Address,

    /// <summary>A project on this machine.</summary>
    Project,

    /// <summary>A git repository with a project.</summary>
    Repository,
}
