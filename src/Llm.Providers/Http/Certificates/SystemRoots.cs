using System.Security.Cryptography;
using System.Text;

namespace Llm.Providers.Http.Certificates;

/// <summary>The files of the system's store of root certificates, found as .NET finds them on Linux.</summary>
internal sealed class SystemRoots
{
    public const string BundleVariable = "SSL_CERT_FILE";
    public const string FolderVariable = "SSL_CERT_DIR";

    /// <summary>.NET reads this folder if the built-in one has no certificates.</summary>
    private const string LastFolder = "/etc/ssl/certs";

    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";
    private const string Label = "CERTIFICATE";
    private const int MaxLength = 64 * 1024;

    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(100);

    private readonly string? bundle;
    private readonly List<string> folders = [];

    private SystemRoots()
    {
        bundle = NativeEnvironment.Get(BundleVariable) ?? OpenSsl.DefaultBundle;
        bundle = string.IsNullOrEmpty(bundle) ? null : Path.GetFullPath(bundle);
        var given = NativeEnvironment.Get(FolderVariable);
        foreach (var folder in (given ?? OpenSsl.DefaultFolder ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            folders.Add(Path.GetFullPath(folder));
        if (given is null && !folders.Contains(LastFolder)) folders.Add(LastFolder);
    }

    /// <summary>Finds the store; null if the environment cannot be read.</summary>
    public static SystemRoots? Find() => NativeEnvironment.IsKnown ? new SystemRoots() : null;

    /// <summary>Describes the files without reading them.</summary>
    /// <exception cref="IOException">A file cannot be examined.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    /// <exception cref="EntryPointNotFoundException">The C library is too old.</exception>
    public StoreFingerprint Fingerprint()
    {
        using var description = new MemoryStream(32 * 1024);
        using var writer = new BinaryWriter(description);
        var newest = DateTime.MinValue;
        if (bundle is not null) Describe(bundle);
        foreach (var folder in folders)
        {
            Describe(folder);
            if (!Directory.Exists(folder)) continue;
            var names = Directory.GetFileSystemEntries(folder);
            Array.Sort(names, StringComparer.Ordinal);
            foreach (var name in names) Describe(name);
        }

        var text = Convert.ToHexStringLower(SHA256.HashData(description.GetBuffer().AsSpan(0, (int)description.Length)));
        return new StoreFingerprint(text, newest < DateTime.UtcNow - ClockStep);

        void Describe(string path)
        {
            writer.Write(path);
            var changed = FileStatus.Describe(path, writer);
            if (changed > newest) newest = changed;
        }
    }

    /// <summary>Finds a certificate in the files; null if none has it.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    public CertificatePlace? PlaceOf(ReadOnlySpan<byte> certificate)
    {
        if (bundle is not null && PlaceIn(bundle, certificate) is { } inBundle) return inBundle;
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder)) continue;
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                if (PlaceIn(file, certificate) is { } place) return place;
            }
        }

        return null;
    }

    /// <summary>Reads the text of a certificate; null if there is none at the place or the file does not belong to the store.</summary>
    public string? Read(CertificatePlace place)
    {
        if (!Contains(place.File) || place.Offset < 0 || place.Length is <= 0 or > MaxLength) return null;
        try
        {
            using var file = File.OpenHandle(place.File);
            var bytes = new byte[place.Length];
            if (RandomAccess.Read(file, bytes, place.Offset) != bytes.Length) return null;
            var text = Encoding.Latin1.GetString(bytes);
            return text.StartsWith(Begin, StringComparison.Ordinal) && text.IndexOf(End, StringComparison.Ordinal) == text.Length - End.Length
                ? text
                : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool Contains(string file) => file == bundle || (Path.GetDirectoryName(file) is { } folder && folders.Contains(folder));

    private static CertificatePlace? PlaceIn(string file, ReadOnlySpan<byte> certificate)
    {
        string text;
        try
        {
            text = File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // .NET skips it too.
            return null;
        }

        var start = 0;
        while (PemEncoding.TryFind(text.AsSpan(start), out var fields))
        {
            var (offset, length) = fields.Location.GetOffsetAndLength(text.Length - start);
            if (text.AsSpan(start)[fields.Label].SequenceEqual(Label)
                && Convert.FromBase64String(text[start..][fields.Base64Data]).AsSpan().SequenceEqual(certificate))
            {
                return new CertificatePlace(file, start + offset, length);
            }

            start += offset + length;
        }

        return null;
    }
}
