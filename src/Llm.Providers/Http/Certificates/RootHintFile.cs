using System.Globalization;

namespace Llm.Providers.Http.Certificates;

/// <summary>The file with the hint for one server.</summary>
/// <param name="folder">The folder of hints, which may be deleted at any time.</param>
/// <param name="url">An address of the server.</param>
internal sealed class RootHintFile(string folder, Uri url)
{
    private const int MaxLength = 256 * 1024;

    private readonly string path = Path.Combine(folder, NameOf(url));

    /// <summary>Reads the hint; null if there is none or it cannot be read.</summary>
    public RootHint? Read()
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MaxLength ? RootHint.Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the hint; without one, the next connection reads the whole store, so a failure does no harm.</summary>
    public void Write(RootHint hint)
    {
        if (hint.Format() is not { Length: <= MaxLength } text) return;
        try
        {
            AtomicFile.WriteAllText(path, text, secret: true);
        }
        catch (LlmException)
        {
            // The user directory may be read-only.
        }
    }

    /// <summary>A name that is valid everywhere. Two servers with the same name would only replace each other's hints.</summary>
    private static string NameOf(Uri url)
    {
        var host = url.IdnHost.ToLowerInvariant().ToCharArray();
        for (var i = 0; i < host.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(host[i]) && host[i] is not ('.' or '-')) host[i] = '_';
        }

        return string.Create(CultureInfo.InvariantCulture, $"{new string(host)}_{url.Port}");
    }
}
