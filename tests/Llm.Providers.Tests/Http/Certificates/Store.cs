using System.Security.Cryptography.X509Certificates;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>A store of root certificates as a system has it: a bundle, and a folder with a file for each.</summary>
internal sealed class Store : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("llm-store-").FullName;

    public Store()
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Home);
        File.WriteAllText(Bundle, "");
        Environment = new() { ["SSL_CERT_FILE"] = Bundle, ["SSL_CERT_DIR"] = Folder, ["HOME"] = Home };
    }

    public string Bundle => Path.Combine(folder, "bundle.crt");

    public string Folder => Path.Combine(folder, "certs");

    /// <summary>The home directory, in which .NET keeps the user's own stores.</summary>
    public string Home => Path.Combine(folder, "home");

    /// <summary>The folder of hints.</summary>
    public string Hints => Path.Combine(folder, "hints");

    /// <summary>The only file with a hint.</summary>
    public string HintFile => Directory.GetFiles(Hints).ShouldHaveSingleItem();

    public Dictionary<string, string> Environment { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Waits until the last change is old enough for a hint, which relies on the times of the files.</summary>
    public static Task SettleAsync() => Task.Delay(TimeSpan.FromMilliseconds(150));

    /// <summary>Gives all files times that <see cref="Overwrite"/> can restore: .NET knows them only to 100 nanoseconds.</summary>
    public void RoundTimes()
    {
        foreach (var file in Directory.GetFiles(Folder).Append(Bundle))
        {
            if (File.Exists(file)) File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file));
        }
    }

    /// <summary>The file of a certificate in the folder.</summary>
    public string FileOf(X509Certificate2 certificate) => Path.Combine(Folder, certificate.Thumbprint + ".pem");

    /// <summary>Adds certificates to the bundle and to the folder.</summary>
    public void Add(params IEnumerable<X509Certificate2> certificates)
    {
        foreach (var certificate in certificates)
        {
            var text = certificate.ExportCertificatePem() + "\n";
            File.AppendAllText(Bundle, text);
            File.WriteAllText(FileOf(certificate), text);
        }
    }

    /// <summary>Takes a certificate out of both, as an update of the system does.</summary>
    public void Remove(X509Certificate2 certificate)
    {
        File.Delete(FileOf(certificate));
        var rest = File.ReadAllText(Bundle).Replace(certificate.ExportCertificatePem() + "\n", "", StringComparison.Ordinal);
        File.WriteAllText(Bundle + ".new", rest);
        File.Move(Bundle + ".new", Bundle, overwrite: true);
    }

    /// <summary>Overwrites a file in place, with the same size and the same time of modification.</summary>
    public static void Overwrite(string file, string text)
    {
        var (time, size) = (File.GetLastWriteTimeUtc(file), (int)new FileInfo(file).Length);
        text.Length.ShouldBeLessThanOrEqualTo(size);
        File.WriteAllText(file, text.PadRight(size, '\n'));
        File.SetLastWriteTimeUtc(file, time);
        new FileInfo(file).Length.ShouldBe(size);
    }
}
