using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Llm.Json;

namespace Llm.Scripting.CSharp;

/// <summary>Keeps what was compiled, one file a text; a file that cannot be used counts as none.</summary>
internal sealed class FunctionCache
{
    /// <summary>The oldest files above this number are deleted.</summary>
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
            // A damaged file may still be JSON: the first line is the hash of the second.
            return lines is [var hash, var body] && hash == HashOf(body)
                ? CompiledFunctions.FromJson(JsonText.Parse(body)!.AsObject())
                : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps it if the folder can be written; without it the next run is slower, that is all.</summary>
    public void Write(CompiledFunctions compiled)
    {
        var body = PythonJson.Spaced(compiled.ToJson());
        try
        {
            AtomicFile.WriteAllText(file, HashOf(body) + "\n" + body, secret: true);
            foreach (var old in new DirectoryInfo(folder).GetFiles("*.json").OrderByDescending(
                entry => entry.LastWriteTimeUtc).Skip(MaxFiles)) old.Delete();
        }
        catch (Exception ex) when (ex is LlmException or IOException or UnauthorizedAccessException)
        {
            // Another process may have deleted a file first, or nothing may be written here.
        }
    }

    /// <summary>The text, the compiler, the runtime and what the text may call.</summary>
    private static string KeyOf(string text)
    {
        var own = typeof(FunctionCache).Assembly;
        var compiler = own.GetReferencedAssemblies().First(reference => reference.Name == "Microsoft.CodeAnalysis.CSharp").Version;
        return HashOf(string.Join(
            '\n', text, compiler, Environment.Version, own.ManifestModule.ModuleVersionId, typeof(Tool).Module.ModuleVersionId));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
