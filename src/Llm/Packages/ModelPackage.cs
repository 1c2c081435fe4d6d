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

    /// <summary>The folder.</summary>
    public string Folder { get; }

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
        var files = new PackageFolder(folder, problems);
        var manifest = ReadManifest(files, problems, name);
        var description = files.ReadMapping(manifest.Providers[0]);
        if (description is null) problems.ThrowIfErrors(name);
        var provider = new PackageProvider(files, description!);
        problems.ThrowIfErrors(name);
        return new ModelPackage(folder, manifest, provider, problems.Found);
    }

    /// <summary>
    /// Looks for what an author should mend: what Dify refuses, though it can be used here, files that are missing, mistakes in lists.
    /// </summary>
    /// <returns>What was found, <see cref="Problems"/> first.</returns>
    public IReadOnlyList<PackageProblem> Check() => PackageCheck.Of(this);

    /// <summary>The description, with all that templates and languages add, in the shape in which Dify's own loader has it.</summary>
    public JsonObject ToJson() => new() { ["manifest"] = Manifest.ToJson(), ["provider"] = Provider.ToJson() };

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
