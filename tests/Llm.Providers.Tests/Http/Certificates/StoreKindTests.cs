using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Llm.Testing;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>Stores of every kind that .NET reads.</summary>
[SupportedOSPlatform("linux")]
public sealed class StoreKindTests : CertificateTest
{
    [Theory]
    [InlineData("bundle")]
    [InlineData("folder")]
    [InlineData("folder with links by hash")]
    [InlineData("two folders")]
    [InlineData("the user's own store")]
    public async Task Stores_of_every_kind_are_remembered(string kind)
    {
        switch (kind)
        {
            case "bundle":
                Store.Environment["SSL_CERT_DIR"] = "";
                break;
            case "folder":
                Store.Environment["SSL_CERT_FILE"] = "";
                break;
            case "folder with links by hash":
                File.Delete(Store.Bundle);
                File.CreateSymbolicLink(Path.Combine(Store.Folder, "abcdef01.0"), Path.GetFileName(Store.FileOf(Authority.Root)));
                break;
            case "two folders":
                File.Delete(Store.Bundle);
                Store.Environment["SSL_CERT_DIR"] = $"{Store.Home}:{Store.Folder}";
                break;
            default:
                Store.Remove(Authority.Root);
                var own = Path.Combine(Store.Home, ".dotnet", "corefx", "cryptography", "x509stores", "root");
                Directory.CreateDirectory(own);
                File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                var file = Path.Combine(own, Authority.Root.Thumbprint + ".pfx");
                using (var root = X509CertificateLoader.LoadCertificate(Authority.Root.RawData))
                    await File.WriteAllBytesAsync(file, root.Export(X509ContentType.Pkcs12), TestContext.Current.CancellationToken);
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
        }

        await Store.SettleAsync();
        (await AskAsync()).ShouldBe(new Verdict(true, "", ReadWholeStore: true));
        (await AskAsync()).ShouldBe(new Verdict(true, "", ReadWholeStore: false));
    }
}
