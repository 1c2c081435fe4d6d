using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>Installs and removes packages with plugins in the user directory.</summary>
/// <remarks>
/// The files of a package are collected in a new folder, and the plugins in it are asked what they offer. Only then is the list of
/// packages replaced, so a failure or a power cut leaves the old set working. Processes wait for each other.
/// </remarks>
/// <param name="directory">The user directory.</param>
/// <param name="download">Fetches a file from a web address.</param>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
public sealed class PluginInstaller(
    UserDirectory directory, Func<Uri, CancellationToken, Task<byte[]>> download)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly PluginIndex index = new(directory);

    /// <summary>The clock, which notes when packages were installed.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Returns the models that a plugin of this name may build on; null if there are none.</summary>
    public Func<string, ModelRegistry>? ModelsBefore { get; init; }

    private string Root => directory.PluginsDirectory;

    /// <summary>Installs packages, each with all its plugins.</summary>
    /// <param name="packages">What to install: IDs, versions, paths or addresses.</param>
    /// <param name="projects">Projects that are built again when their sources change.</param>
    /// <param name="options">How to install.</param>
    /// <param name="cancellationToken">Stops the work and leaves the old set of packages.</param>
    /// <returns>The packages that were installed; one that is there already is left out.</returns>
    /// <exception cref="LlmException">A package cannot be found, does not fit or contains no plugin. No package is installed.</exception>
    public async Task<IReadOnlyList<InstalledPackage>> InstallAsync(
        IReadOnlyList<string> packages, IReadOnlyList<string> projects, InstallOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(projects);
        ArgumentNullException.ThrowIfNull(options);
        using var held = Lock();
        var records = ReadOrRebuild();
        var requests = packages.Select(PackageRequest.Parse).ToList();
        if (requests.Count + projects.Count == 0 && options.Upgrade) requests.AddRange(records.Select(record => AsRequest(record)));
        var installed = new List<PluginRecord>();
        foreach (var request in requests)
        {
            var present = records.FirstOrDefault(record => IsSame(record.Package, request.Source));
            var isNew = present is null || (request.Version ?? present.Version) != present.Version;
            if (!isNew && !options.Upgrade && !options.Force) continue;
            installed.Add(await InstallAsync(request, options, cancellationToken));
        }

        foreach (var project in projects)
        {
            var request = new PackageRequest(project, PackageKind.Project, PluginProject.Find(project)) { IsEditable = true };
            installed.Add(await InstallAsync(request, options, cancellationToken));
        }

        // An upgrade keeps its place, because the order of plugins decides about names that two of them have.
        var replaced = records.Select(record => installed.LastOrDefault(added => IsSame(added.Package, record.Package)) ?? record);
        var added = installed.Where(record => !records.Any(present => IsSame(present.Package, record.Package)));
        Replace([.. replaced, .. added.DistinctBy(record => record.Package, StringComparer.OrdinalIgnoreCase)]);
        return [.. installed.Select(record => InstalledPackage.Of(record))];
    }

    /// <summary>Removes packages.</summary>
    /// <exception cref="LlmException">A package is not installed. No package is removed.</exception>
    public void Uninstall(IReadOnlyList<string> packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        using var held = Lock();
        var records = ReadOrRebuild();
        foreach (var package in packages)
        {
            if (!records.Any(record => IsSame(record.Package, package)))
                throw new LlmException($"The package {package} is not installed. 'llm plugins' lists the plugins that are.");
        }

        Replace([.. records.Where(record => !packages.Any(package => IsSame(package, record.Package)))]);
    }

    private static bool IsSame(string id, string other) => id.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The request for the newest version of a package.</summary>
    private static PackageRequest AsRequest(PluginRecord record)
    {
        var request = PackageRequest.Parse(record.Requested);
        return request with { Version = null, IsEditable = record.Editable is not null };
    }

    private FileLock Lock()
    {
        UserDirectory.CreatePrivate(Root);
        return FileLock.Take(Path.Combine(Root, "plugins"), Patience);
    }

    /// <summary>Reads the list of packages; one that cannot be read is made again from the records in their folders.</summary>
    private IReadOnlyList<PluginRecord> ReadOrRebuild()
    {
        try
        {
            return index.Read();
        }
        catch (LlmException)
        {
            var records = new Dictionary<string, PluginRecord>(StringComparer.OrdinalIgnoreCase);
            var files = Directory.GetFiles(Root, PackageFolder.RecordFile, SearchOption.AllDirectories);
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                if (JsonNode.Parse(File.ReadAllBytes(file)) is JsonObject json) records[(string)json["package"]!] = new PluginRecord(json);
            }

            return [.. records.Values];
        }
    }

    private async Task<PluginRecord> InstallAsync(
        PackageRequest request, InstallOptions options, CancellationToken cancellationToken)
    {
        var sdk = DotnetSdk.Find();
        var name = Guid.NewGuid().ToString("N")[..8];
        var work = Path.Combine(Root, "work", name);
        var output = Path.Combine(Root, "packages", name);
        UserDirectory.CreatePrivate(work);
        try
        {
            var project = Path.Combine(work, $"{PluginLoader.Project}.csproj");
            await WriteProjectAsync(request, work, project, options, cancellationToken);
            await sdk.PublishAsync(project, output, !options.NoCache, cancellationToken);
            var record = Describe(request, name, output);
            AtomicFile.WriteAllText(Path.Combine(output, PackageFolder.RecordFile), record.Json.ToJsonString());
            return record;
        }
        catch (Exception ex)
        {
            PackageFolder.Remove(output);
            if (ex is LlmException) throw new LlmException($"{request.Text} was not installed. {ex.Message}", ex);
            throw;
        }
        finally
        {
            PackageFolder.Remove(work);
        }
    }

    private async Task WriteProjectAsync(
        PackageRequest request, string work, string project, InstallOptions options, CancellationToken cancellationToken)
    {
        switch (request.Kind)
        {
            case PackageKind.Id:
                var newest = options.Prerelease ? "*-*" : "*";
                var version = request.Version is { } exact ? $"[{exact}]" : newest;
                PluginProject.WriteForPackage(project, request.Source, version, source: null);
                break;
            case PackageKind.Project:
                PluginProject.WriteForProject(project, request.Source);
                break;
            case PackageKind.Repository:
                var clone = Path.Combine(work, "repository");
                await CloneAsync(request.Source, clone, cancellationToken);
                PluginProject.WriteForProject(project, PluginProject.Find(clone));
                break;
            default:
                var file = request.Kind == PackageKind.File ? request.Source : Path.Combine(work, "packages", "download.nupkg");
                if (request.Kind == PackageKind.Address)
                {
                    UserDirectory.CreatePrivate(Path.GetDirectoryName(file)!);
                    await File.WriteAllBytesAsync(file, await download(new Uri(request.Source), cancellationToken), cancellationToken);
                }

                var (id, found) = PublishedPackage.ReadIdentity(file);
                PluginProject.WriteForPackage(project, id, $"[{found}]", Path.GetDirectoryName(file));
                break;
        }
    }

    private static async Task CloneAsync(string address, string folder, CancellationToken cancellationToken)
    {
        var (code, output) = await ToolProcess.RunAsync(
            "git", ["clone", "--quiet", "--depth", "1", "--", address, folder], cancellationToken);
        if (code != 0) throw new LlmException($"git clone failed: {output.Trim()}");
    }

    private PluginRecord Describe(PackageRequest request, string name, string output)
    {
        var (id, version, assemblies) = PublishedPackage.ReadReferenced(output);
        var json = new JsonObject
        {
            ["package"] = id,
            ["version"] = version,
            ["folder"] = $"packages/{name}",
            ["requested"] = request.Kind is PackageKind.Id or PackageKind.Repository or PackageKind.Address ? request.Text : request.Source,
            ["assemblies"] = new JsonArray([.. assemblies.Select(file => JsonValue.Create(file))]),
            ["installed"] = Clock.GetUtcNow().UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
            ["editable"] = request.IsEditable ? request.Source : null,
            ["plugins"] = new JsonArray(),
        };
        var record = new PluginRecord(json);
        try
        {
            foreach (var plugin in new PluginLoader(Root).LoadAll(record))
                record.Plugins.Add((JsonNode)PluginDescription.Of(plugin, ModelsBefore?.Invoke(plugin.Name), Clock.GetUtcNow()));
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            throw new LlmException($"Its plugin fails: {PluginLoader.Reason(ex)}", ex);
        }

        if (record.Plugins.Count == 0)
            throw new LlmException($"The package {id} {version} is no plugin: it has no public class that implements Llm.IPlugin.");
        return record;
    }

    /// <summary>Replaces the list, and removes the folders that it does not name any more and that no process uses.</summary>
    private void Replace(IReadOnlyList<PluginRecord> records)
    {
        index.Write(records);
        var packages = Path.Combine(Root, "packages");
        if (!Directory.Exists(packages)) return;
        foreach (var folder in Directory.GetDirectories(packages))
        {
            if (!records.Any(record => Path.GetFileName(record.Folder) == Path.GetFileName(folder))) PackageFolder.Remove(folder);
        }
    }
}
