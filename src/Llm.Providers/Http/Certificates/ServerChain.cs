using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Llm.Providers.Http.Certificates;

/// <summary>The certificates from a server's own to the root in which they end.</summary>
internal static class ServerChain
{
    private const string AuthorityKeyIdentifier = "2.5.29.35";

    /// <summary>
    /// The hash of all that determines the way to the root: how the server's certificate names its issuer, and every certificate above
    /// it. With the same hash and the same store, the whole store would lead to the same root.
    /// </summary>
    public static string HashOf(X509Chain chain)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var elements = chain.ChainElements;
        if (elements.Count > 0)
        {
            var server = elements[0].Certificate;
            Add(hash, server.IssuerName.RawData);
            Add(hash, server.Extensions[AuthorityKeyIdentifier]?.RawData ?? []);
        }

        for (var i = 1; i < elements.Count; i++) Add(hash, elements[i].Certificate.RawDataMemory.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Finds the certificates that the store contributed: the root, and those between that the server did not send. What is in no file of
    /// the store comes from the user's own stores, which are always read.
    /// </summary>
    /// <exception cref="IOException">A file of the store cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder of the store cannot be listed.</exception>
    public static List<CertificatePlace> PlacesOf(X509Chain chain, SystemRoots store)
    {
        var places = new List<CertificatePlace>();
        var elements = chain.ChainElements;
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            var certificate = elements[i].Certificate;
            var isRoot = i == elements.Count - 1;
            if (!isRoot && (i == 0 || WasSent(certificate, chain.ChainPolicy.ExtraStore))) continue;
            if (store.PlaceOf(certificate.RawDataMemory.Span) is { } place) places.Add(place);
        }

        return places;
    }

    private static bool WasSent(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        foreach (var other in sent)
        {
            if (other.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)) return true;
        }

        return false;
    }

    /// <summary>Adds a length and bytes, so that no two lists of parts have the same hash.</summary>
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
