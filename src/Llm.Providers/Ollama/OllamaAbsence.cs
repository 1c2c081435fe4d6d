using System.Globalization;

namespace Llm.Providers.Ollama;

/// <summary>
/// Since when a server does not answer that has not listed anything: most users have none, and what reads JSON would be a twentieth of the
/// time of <c>llm models</c>.
/// </summary>
/// <param name="path">The file, which may be deleted at any time: the server, the time in ticks, and how it failed, a line each.</param>
/// <param name="server">The address of the server.</param>
internal sealed class OllamaAbsence(string path, string server)
{
    private const string SilentMark = "silent";

    private string[]? lines;

    /// <summary>When the server was asked in vain; null if it was not.</summary>
    public DateTimeOffset? Since =>
        Lines.Length > 2 && Lines[0] == server && long.TryParse(Lines[1], CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    /// <summary>Whether the server kept its caller waiting, and did not refuse at once.</summary>
    public bool IsSilent => Lines.Length > 2 && Lines[2] == SilentMark;

    private string[] Lines => lines ??= Read();

    public void Write(DateTimeOffset now, bool isSilent)
    {
        lines = [server, now.UtcTicks.ToString(CultureInfo.InvariantCulture), isSilent ? SilentMark : ""];
        try
        {
            AtomicFile.WriteAllText(path, string.Join('\n', lines));
        }
        catch (LlmException)
        {
            // The server is asked again.
        }
    }

    public void Clear()
    {
        lines = [];
        try
        {
            if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It is too old soon.
        }
    }

    private string[] Read()
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Split('\n') : [];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
