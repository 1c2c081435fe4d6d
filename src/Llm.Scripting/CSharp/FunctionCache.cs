using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Llm.Json;

namespace Llm.Scripting.CSharp;

/// <summary>Stores compiled texts, one file each; a file that cannot be used is ignored.</summary>
[RequiresUnreferencedCode(RuntimeCode.Reason)]
internal sealed class FunctionCache
{
    /// <summary>The maximum number of files; the oldest ones are deleted.</summary>
    internal const int MaxFiles = 200;

    private readonly string folder;
    private readonly string file;

    /// <param name="directory">The user directory.</param>
    /// <param name="text">The functions.</param>
    public FunctionCache(UserDirectory directory, string text)
    {
        folder = directory.FunctionCache;
        file = Path.Combine(folder, KeyOf(text) + ".json");
    }

    public CompiledFunctions? Read()
    {
        try
        {
            var lines = File.ReadAllText(file).Split('\n');
            // The first line is the hash of the second, because a damaged file may still be valid JSON.
            return lines is [var hash, var body] && hash == HashOf(body)
                ? CompiledFunctions.FromJson(JsonText.Parse(body)!.AsObject())
                : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Stores the compiled text if the folder is writable; otherwise, only the next run is slower.</summary>
    public void Write(CompiledFunctions compiled)
    {
        var body = PythonJson.Spaced(compiled.ToJson());
        try
        {
            AtomicFile.WriteAllText(file, HashOf(body) + "\n" + body, secret: true);
            var files = new DirectoryInfo(folder).GetFiles("*.json").OrderByDescending(entry => entry.LastWriteTimeUtc);
            foreach (var old in files.Skip(MaxFiles)) old.Delete();
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            // Another process may have deleted a file first, or the folder may not be writable.
        }
    }

    /// <summary>The hash of the text, the compiler, the runtime and the assemblies that the text may call.</summary>
    private static string KeyOf(string text)
    {
        var own = typeof(FunctionCache).Assembly;
        var compiler = own.GetReferencedAssemblies().First(reference => reference.Name == "Microsoft.CodeAnalysis.CSharp").Version;
        return HashOf(string.Join(
            '\n', text, compiler, Environment.Version, own.ManifestModule.ModuleVersionId, typeof(Tool).Module.ModuleVersionId));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
