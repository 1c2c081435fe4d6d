using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Tests;

/// <summary>The YAML of all official packages, which lies beside the repository; tests that need it skip where it is absent.</summary>
public static class DifyPackages
{
    private static readonly Lazy<string> Root = new(Unpack);

    /// <summary>The names of the packages.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.GetDirectories(Root.Value).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The folder of a package, which tests must not change.</summary>
    public static string FolderOf(string name) => Path.Combine(Root.Value, name);

    /// <summary>What Dify's own loader made of 50 of them, by name.</summary>
    public static JsonObject Golden()
    {
        using var file = File.OpenRead(SharedData.Path("data", "dify", "dify-model-schema-golden.json.gz"));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        return (JsonObject)JsonText.Parse(reader.ReadToEnd())!;
    }

    private static string Unpack()
    {
        using var file = File.OpenRead(SharedData.Path("data", "dify", "dify-model-yaml.tar.gz"));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        var folder = Directory.CreateTempSubdirectory("llm-dify-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        TarFile.ExtractToDirectory(unzipped, folder, overwriteFiles: false);
        return Path.Combine(folder, "models");
    }
}
