using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Packages;

/// <summary>
/// The Python environment in which the code of a package runs: a folder beside that of the package, which exists once the user has
/// prepared it.
/// </summary>
/// <remarks>A file in it, which is written last, says what it was made for. Thread-safe; the state is looked up each time.</remarks>
public sealed class PackageEnvironment
{
    /// <summary>The file with which an environment is complete.</summary>
    internal const string MarkerFile = "llm-environment.json";

    private const int Format = 1;

    // What an environment is made from. The other files of a package can change without it.
    private static readonly string[] DependencyFiles = ["pyproject.toml", "uv.lock", "requirements.txt"];

    private readonly AddedPackage package;

    internal PackageEnvironment(AddedPackage package)
    {
        this.package = package;
        Folder = FolderOf(Path.GetDirectoryName(package.Folder)!, package.Name);
    }

    /// <summary>The folder, which need not exist.</summary>
    public string Folder { get; }

    /// <summary>Whether it is there, complete, and made from what the package asks for now.</summary>
    public PackageEnvironmentState State =>
        Marker is not { } marker ? PackageEnvironmentState.Missing
        : marker.Integer("format") == Format && marker.Text("dependencies") == Dependencies() && File.Exists(Python)
            ? PackageEnvironmentState.Ready
            : PackageEnvironmentState.Outdated;

    /// <summary>The version of Python in it, such as <c>3.12.4</c>; null if there is no environment.</summary>
    public string? PythonVersion => Marker?.Text("python");

    /// <summary>The module with which the code of the package starts.</summary>
    internal string EntryPoint => Marker?.Text("entrypoint") is { Length: > 0 } module ? module : "main";

    /// <summary>The program that runs the code.</summary>
    internal string Python => PythonIn(Folder);

    private JsonObject? Marker
    {
        get
        {
            var path = Path.Combine(Folder, MarkerFile);
            return File.Exists(path) ? JsonText.ParseOrNull(TextFile.Read(path)) as JsonObject ?? [] : null;
        }
    }

    /// <summary>The program of an environment, wherever it is.</summary>
    internal static string PythonIn(string environment) => OperatingSystem.IsWindows()
        ? Path.Combine(environment, "Scripts", "python.exe")
        : Path.Combine(environment, "bin", "python");

    /// <summary>The folder of the environment of a package.</summary>
    /// <param name="root">The folder of all packages. No package can have the name of the folder of environments in it.</param>
    /// <param name="name">The name of the package.</param>
    internal static string FolderOf(string root, string name) => Path.Combine(root, ".environments", name);

    /// <summary>Writes the file that makes an environment complete.</summary>
    /// <param name="folder">Where the environment is made.</param>
    /// <param name="python">The version of Python in it.</param>
    /// <param name="entryPoint">The module with which the code of the package starts.</param>
    internal void WriteMarker(string folder, string python, string entryPoint) => AtomicFile.WriteAllText(
        Path.Combine(folder, MarkerFile),
        PythonJson.CompactUnescaped(new JsonObject
        {
            ["format"] = Format,
            ["package"] = package.PackageName,
            ["version"] = package.Version,
            ["python"] = python,
            ["entrypoint"] = entryPoint,
            ["dependencies"] = Dependencies(),
        }));

    /// <summary>A digest of what the package asks for.</summary>
    private string Dependencies()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in DependencyFiles)
        {
            var path = Path.Combine(package.Folder, name);
            if (!File.Exists(path)) continue;
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            hash.AppendData(File.ReadAllBytes(path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
