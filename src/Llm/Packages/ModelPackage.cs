using System.Reflection;
using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A package of models in the format of Dify's model plugins: a folder with <c>manifest.yaml</c>. Immutable.</summary>
/// <remarks>
/// Its YAML is read as Dify's own loader reads it, and in the shape that Dify's guide shows, in which the names of a provider are below
/// <c>identity</c>. None of its code is run.
/// </remarks>
public sealed class ModelPackage
{
    /// <summary>The file with which a package begins.</summary>
    public const string ManifestFile = "manifest.yaml";

    private ModelPackage(string folder, PackageManifest manifest, PackageProvider provider, IReadOnlyList<PackageProblem> problems) =>
        (Folder, Manifest, Provider, Problems) = (folder, manifest, provider, problems);

    /// <summary>The folder; empty for a package that a program carries.</summary>
    public string Folder { get; }

    /// <summary>The texts of the files of a package that a program carries; null for one in a folder.</summary>
    internal IReadOnlyDictionary<string, string>? Texts { get; private init; }

    /// <summary>What the manifest says.</summary>
    public PackageManifest Manifest { get; }

    /// <summary>The provider, with its models.</summary>
    public PackageProvider Provider { get; }

    /// <summary>What an author should look at; there is no error among it.</summary>
    public IReadOnlyList<PackageProblem> Problems { get; }

    /// <summary>Reads a package.</summary>
    /// <param name="folder">The folder in which its manifest is.</param>
    /// <exception cref="PackageException">There are errors in it; all of them are in <see cref="PackageException.Problems"/>.</exception>
    /// <exception cref="LlmException">There is no such folder.</exception>
    public static ModelPackage Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw new LlmException($"There is no folder {folder}.");
        var problems = new PackageProblems();
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return Load(folder, name, new PackageFolder(folder, problems), problems, texts: null);
    }

    /// <summary>
    /// Looks for what an author should mend: what Dify refuses, though it can be used here, files that are missing, mistakes in lists.
    /// </summary>
    /// <returns>What was found, <see cref="Problems"/> first.</returns>
    public IReadOnlyList<PackageProblem> Check() => PackageCheck.Of(this);

    /// <summary>The description, with all that templates and languages add, in the shape in which Dify's own loader has it.</summary>
    public JsonObject ToJson() => new() { ["manifest"] = Manifest.ToJson(), ["provider"] = Provider.ToJson() };

    /// <summary>Reads a package that a program carries.</summary>
    /// <param name="files">The texts of its YAML files, by their paths from the root of the package, with slashes.</param>
    /// <exception cref="PackageException">There are errors in it; all of them are in <see cref="PackageException.Problems"/>.</exception>
    public static ModelPackage Load(IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var problems = new PackageProblems();
        return Load("", "the package", new PackageFolder("", problems, files), problems, files);
    }

    /// <summary>Reads a package whose YAML files are resources of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="prefix">How the names of the resources begin; behind it, they are paths from the root of the package.</param>
    /// <exception cref="PackageException">There are errors in it; all of them are in <see cref="PackageException.Problems"/>.</exception>
    public static ModelPackage LoadResources(Assembly assembly, string prefix = "package/")
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(prefix);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(".yaml", StringComparison.Ordinal)) continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            files[name[prefix.Length..].Replace('\\', '/')] = new StreamReader(stream).ReadToEnd();
        }

        return Load(files);
    }

    private static ModelPackage Load(
        string folder, string name, PackageFolder files, PackageProblems problems, IReadOnlyDictionary<string, string>? texts)
    {
        var manifest = ReadManifest(files, problems, name);
        var description = files.ReadMapping(manifest.Providers[0]);
        if (description is null) problems.ThrowIfErrors(name);
        var provider = new PackageProvider(files, description!);
        problems.ThrowIfErrors(name);
        return new ModelPackage(folder, manifest, provider, problems.Found) { Texts = texts };
    }

    private static PackageManifest ReadManifest(PackageFolder files, PackageProblems problems, string name)
    {
        if (!files.Has(ManifestFile)) problems.Error(ManifestFile, "There is no such file, so the folder is not a package.");
        var value = problems.HasErrors ? null : files.ReadMapping(ManifestFile);
        problems.ThrowIfErrors(name);
        var manifest = new PackageManifest(value!);
        var providers = value!["plugins"]["models"];
        if (providers.Items().Count == 0) providers.Expect("a list with the file of a provider of models, such as provider/my.yaml");
        if (manifest.Providers.Count > 1) providers.Warn("only the first provider is used");
        // With a provider, its errors are looked for too, so that an author sees all of them.
        if (manifest.Providers.Count == 0) problems.ThrowIfErrors(name);
        return manifest;
    }
}
