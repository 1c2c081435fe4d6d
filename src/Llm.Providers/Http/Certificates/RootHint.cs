using System.Globalization;
using System.Text;

namespace Llm.Providers.Http.Certificates;

/// <summary>What is remembered of the chain of a server's certificate, so that only its root need be read the next time.</summary>
/// <param name="Fingerprint">The fingerprint of the store in which the chain ended.</param>
/// <param name="Files">The entries of the store's folders at that time; see <see cref="StoreState"/>.</param>
/// <param name="Chain">The hash of the chain without the server's own certificate; see <see cref="ServerChain"/>.</param>
/// <param name="Places">
/// Where the store has the certificates of the chain that the server does not send. They are always read from there, so a hint that
/// somebody else wrote cannot make a certificate trusted.
/// </param>
internal sealed record RootHint(
    string Fingerprint, IReadOnlyList<string> Files, string Chain, IReadOnlyList<CertificatePlace> Places)
{
    private const string Version = "llm root certificate hint 1";

    /// <summary>Reads a hint; null if the text is not one.</summary>
    public static RootHint? Parse(string text)
    {
        // The last line says that the file is whole.
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[0] != Version || lines[^1] != "end") return null;
        var places = new List<CertificatePlace>();
        var files = new List<string>(lines.Length);
        for (var i = 3; i < lines.Length - 1; i++)
        {
            if (lines[i].StartsWith('/')) files.Add(lines[i]);
            else if (ParsePlace(lines[i]) is { } place) places.Add(place);
            else return null;
        }

        return new RootHint(lines[1], files, lines[2], places);
    }

    /// <summary>Writes the hint; null if it cannot be written as text that <see cref="Parse"/> reads.</summary>
    public string? Format()
    {
        var text = new StringBuilder().Append(Version).Append('\n').Append(Fingerprint).Append('\n').Append(Chain).Append('\n');
        foreach (var place in Places)
        {
            if (place.File.Contains('\n', StringComparison.Ordinal)) return null;
            text.Append(CultureInfo.InvariantCulture, $"{place.Offset} {place.Length} {place.File}\n");
        }

        foreach (var file in Files)
        {
            if (file.Contains('\n', StringComparison.Ordinal)) return null;
            text.Append(file).Append('\n');
        }

        return text.Append("end").ToString();
    }

    private static CertificatePlace? ParsePlace(string line)
    {
        var parts = line.Split(' ', 3);
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? new CertificatePlace(parts[2], offset, length)
                : null;
    }
}
