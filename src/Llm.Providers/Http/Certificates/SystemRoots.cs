using System.Security.Cryptography;

namespace Llm.Providers.Http.Certificates;

/// <summary>The files with root certificates: those of the system's store, found as .NET finds them on Linux, and an added one.</summary>
internal sealed class SystemRoots
{
    public const string BundleVariable = "SSL_CERT_FILE";
    public const string FolderVariable = "SSL_CERT_DIR";

    /// <summary>.NET reads this folder if the built-in one has no certificates.</summary>
    private const string LastFolder = "/etc/ssl/certs";

    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(100);

    private readonly List<string> bundles = [];
    private readonly List<string> folders = [];

    private SystemRoots(string? added)
    {
        var bundle = NativeEnvironment.Get(BundleVariable) ?? OpenSsl.DefaultBundle;
        if (!string.IsNullOrEmpty(bundle)) bundles.Add(Path.GetFullPath(bundle));
        if (added is not null) bundles.Add(added);
        var given = NativeEnvironment.Get(FolderVariable);
        foreach (var folder in (given ?? OpenSsl.DefaultFolder ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            folders.Add(Path.GetFullPath(folder));
        if (given is null && !folders.Contains(LastFolder)) folders.Add(LastFolder);
    }

    /// <summary>Finds the store; null if the environment cannot be read.</summary>
    /// <param name="added">A file besides those of the system, with its full path; null for none.</param>
    public static SystemRoots? Find(string? added) => NativeEnvironment.IsKnown ? new SystemRoots(added) : null;

    /// <summary>Lists and describes the files without reading them.</summary>
    /// <exception cref="IOException">A file cannot be examined.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    /// <exception cref="EntryPointNotFoundException">The C library is too old.</exception>
    public StoreState Examine()
    {
        var files = new List<string>();
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder)) continue;
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                // A link to another entry, which most stores have by the hash of a name, is described by that entry and the folder.
                if (entry.LinkTarget is not { } target || target.Contains('/', StringComparison.Ordinal)) files.Add(entry.FullName);
            }
        }

        var (fingerprint, newest) = Describe(files);
        return new StoreState(fingerprint, files, newest < DateTime.UtcNow - ClockStep);
    }

    /// <summary>
    /// Whether the store is in the state with this fingerprint. Its folders need not be listed: the time of a folder changes with its
    /// entries.
    /// </summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="files">The entries of the folders when the fingerprint was taken.</param>
    public bool IsUnchanged(string fingerprint, IReadOnlyList<string> files)
    {
        try
        {
            return Describe(files).Fingerprint == fingerprint;
        }
        catch (Exception ex) when (ex is IOException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Finds a certificate in the files; null if none has it.</summary>
    /// <exception cref="IOException">A folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    public CertificatePlace? PlaceOf(ReadOnlySpan<byte> certificate)
    {
        foreach (var bundle in bundles)
        {
            if (CertificatePlace.Find(bundle, certificate) is { } place) return place;
        }

        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder)) continue;
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                if (CertificatePlace.Find(file, certificate) is { } place) return place;
            }
        }

        return null;
    }

    /// <summary>Reads the text of a certificate; null if there is none at the place or the file does not belong to the store.</summary>
    public string? Read(CertificatePlace place) => bundles.Contains(place.File) || folders.Contains(Path.GetDirectoryName(place.File) ?? "")
        ? place.Read()
        : null;

    private (string Fingerprint, DateTime Newest) Describe(IReadOnlyList<string> files)
    {
        using var description = new MemoryStream(32 * 1024);
        using var writer = new BinaryWriter(description);
        var newest = DateTime.MinValue;
        foreach (var bundle in bundles) Add(bundle);
        foreach (var folder in folders) Add(folder);
        foreach (var file in files) Add(file);
        return (Convert.ToHexStringLower(SHA256.HashData(description.GetBuffer().AsSpan(0, (int)description.Length))), newest);

        void Add(string path)
        {
            writer.Write(path);
            var changed = FileStatus.Describe(path, writer);
            if (changed > newest) newest = changed;
        }
    }
}
