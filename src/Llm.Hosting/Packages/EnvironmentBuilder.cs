using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;

namespace Llm;

/// <summary>
/// Makes the Python environment of a package: beside its place at first, and moved there when it is complete, so that one that could not be
/// finished is never used.
/// </summary>
/// <param name="package">The package.</param>
/// <param name="preparation">How it is made.</param>
/// <param name="progress">Receives a few words about each step.</param>
internal sealed class EnvironmentBuilder(AddedPackage package, PackagePreparation preparation, IProgress<string>? progress)
{
    private const string Uv = "uv";
    private const string Sdk = "dify_plugin";
    private const int ShownLines = 15;

    /// <summary>Makes it.</summary>
    /// <exception cref="LlmException">There is no Python that is new enough, or what the package needs cannot be installed.</exception>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        var manifest = package.Load().Manifest;
        if (manifest.Language is not (null or "python"))
            throw new LlmException($"The code of {package.Title} is written in {manifest.Language}. Only Python can be run.");
        if (preparation.FindLinks is { } links && !Directory.Exists(links)) throw new LlmException($"There is no folder {links}.");
        var environment = package.Environment;
        var root = Path.GetDirectoryName(environment.Folder)!;
        UserDirectory.CreatePrivate(root);
        var staged = Path.Combine(root, $".new-{package.Name}");
        using var held = FileLock.TryOpen(staged + ".lock", FileMode.OpenOrCreate)
            ?? throw new LlmException($"{package.Title} is being prepared by another program. Wait until it has finished.");
        try
        {
            Delete(staged);
            var python = await MakeAsync(staged, manifest.LanguageVersion, cancellationToken);
            environment.WriteMarker(staged, python, manifest.EntryPoint ?? "main");
            Replace(environment.Folder, staged, Path.Combine(root, $".old-{package.Name}"));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"The Python environment of {package.Title} cannot be made: {ex.Message}", ex);
        }
        finally
        {
            Delete(staged);
            File.Delete(staged + ".lock");
        }
    }

    /// <summary>Makes an environment; returns the version of its Python.</summary>
    private async Task<string> MakeAsync(string folder, string? wanted, CancellationToken cancellationToken)
    {
        var hasUv = await HasUvAsync(cancellationToken);
        var interpreter = await PythonInterpreter.FindAsync(package, wanted, preparation.Python, hasUv, cancellationToken);
        progress?.Report($"making an environment with Python {interpreter.Version?.ToString() ?? interpreter.Program}");
        if (hasUv) await RunAsync(Uv, ["venv", "--python", interpreter.Program, folder], cancellationToken);
        else await RunAsync(interpreter.Program, ["-m", "venv", folder], cancellationToken);
        var python = PackageEnvironment.PythonIn(folder);
        var version = await PythonInterpreter.VersionOfAsync(python, cancellationToken)
            ?? throw new LlmException($"The Python in the environment of {package.Title} does not run. Name another one with --python.");
        await InstallAsync(folder, python, hasUv, cancellationToken);
        // It is looked for, but not run.
        var (code, _) = await ToolProcess.RunAsync(
            python, ["-c", $"import sys, importlib.util; sys.exit(importlib.util.find_spec('{Sdk}') is None)"], cancellationToken);
        if (code != 0)
            throw new LlmException($"{package.Title} does not name {Sdk} among the packages that it needs, so its code cannot run.");
        return version.ToString();
    }

    private async Task InstallAsync(string folder, string python, bool hasUv, CancellationToken cancellationToken)
    {
        var requirements = Path.Combine(folder, "llm-requirements.txt");
        List<string> options = ["-r", requirements];
        if (hasUv && preparation.FindLinks is null && File.Exists(Path.Combine(package.Folder, "uv.lock")))
        {
            // With the digests of the lock.
            await RunAsync(
                Uv,
                [
                    "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--project", package.Folder, "--output-file",
                    requirements,
                ],
                cancellationToken);
            options.Add("--require-hashes");
        }
        else
        {
            options.AddRange(await WriteRequirementsAsync(folder, python, requirements, cancellationToken));
        }

        if (preparation.FindLinks is { } links) options.AddRange(["--no-index", "--find-links", Path.GetFullPath(links)]);
        progress?.Report("installing what the package needs" + (preparation.FindLinks is null ? "" : $" from {preparation.FindLinks}"));
        if (hasUv) await RunAsync(Uv, ["pip", "install", "--python", python, .. options], cancellationToken);
        else await RunAsync(python, ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", .. options], cancellationToken);
    }

    /// <summary>Writes what the package needs into files for the installer; returns the options for further files.</summary>
    private async Task<IReadOnlyList<string>> WriteRequirementsAsync(
        string folder, string python, string requirements, CancellationToken cancellationToken)
    {
        using var script = typeof(EnvironmentBuilder).Assembly.GetManifestResourceStream("dependencies.py")!;
        var text = await new StreamReader(script).ReadToEndAsync(cancellationToken);
        var output = await RunAsync(python, ["-c", text, package.Folder], cancellationToken);
        var needs = JsonText.ParseOrNull(output.Split('\n')[0]) as JsonObject ?? [];
        if (needs["requirements"] is not JsonArray { Count: > 0 } named)
        {
            throw new LlmException(
                $"{package.Title} does not say which Python packages it needs: it has neither a pyproject.toml with dependencies nor a "
                + "requirements.txt.");
        }

        Write(requirements, named);
        if (needs["constraints"] is not JsonArray { Count: > 0 } versions) return [];
        var constraints = Path.Combine(folder, "llm-constraints.txt");
        Write(constraints, versions);
        return ["-c", constraints];
    }

    private static void Write(string path, JsonArray lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(line?.ToString()).Append('\n');
        File.WriteAllText(path, text.ToString());
    }

    private static async Task<bool> HasUvAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await ToolProcess.RunAsync(Uv, ["--version"], cancellationToken)).Code == 0;
        }
        catch (LlmException)
        {
            return false;
        }
    }

    /// <summary>Runs a program that must succeed; returns what it printed.</summary>
    private async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await ToolProcess.RunAsync(program, arguments, cancellationToken);
        if (code == 0) return output;
        var lines = output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        var shown = string.Join('\n', lines.Length > ShownLines ? lines[^ShownLines..] : lines);
        throw new LlmException(
            $"The Python environment of {package.Title} cannot be made: {Path.GetFileName(program)} ended with exit code {code}:\n{shown}");
    }

    private static void Replace(string folder, string staged, string old)
    {
        Delete(old);
        if (Directory.Exists(folder)) Directory.Move(folder, old);
        Directory.Move(staged, folder);
        Delete(old);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
