using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Llm.Testing;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>
/// What is accepted with a hint, and what is refused and how, is what .NET decides without hints. In each case, a hint is made while all is
/// well; then something changes.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class VerdictTests : CertificateTest
{
    private string change = "nothing";

    [Theory]
    [InlineData("nothing", true, false)]
    [InlineData("a new certificate of the same issuer", true, false)]
    [InlineData("expired", false, true)]
    [InlineData("not yet valid", false, true)]
    [InlineData("another host", false, true)]
    [InlineData("self-signed", false, true)]
    [InlineData("for clients only", false, true)]
    [InlineData("a name that the issuer must not use", false, true)]
    [InlineData("an unknown root", false, true)]
    [InlineData("another issuer in the store", true, true)]
    [InlineData("the intermediate certificate is missing", false, true)]
    [InlineData("the intermediate certificate is only in the store", true, true)]
    [InlineData("the root was taken out", false, true)]
    [InlineData("the root was taken out of the bundle only", true, true)]
    [InlineData("a root was added and the server uses it", true, true)]
    [InlineData("the bundle was overwritten in place", false, true)]
    [InlineData("a file of the folder was overwritten in place", false, true)]
    [InlineData("an unused file of the folder was overwritten in place", true, true)]
    [InlineData("another bundle without the root", false, true)]
    [InlineData("another folder without the root", false, true)]
    [InlineData("no store", false, true)]
    public async Task After_a_change_the_verdict_is_that_of_the_whole_store(string after, bool accepted, bool readsWholeStore)
    {
        change = after;
        Prepare();
        Store.RoundTimes();
        await Store.SettleAsync();
        (await AskAsync()).Accepted.ShouldBeTrue();
        var hinted = await AskAsync();
        hinted.Accepted.ShouldBeTrue();
        hinted.ReadWholeStore.ShouldBeFalse("the hint is warm before the change");

        Change();
        await Store.SettleAsync();
        var plain = AskAsync("plain:" + Server.BaseAddress);
        var cold = SecureRequest.RunAsync(Store.Hints + "-none", Store.Environment, Server.BaseAddress);
        var warm = await AskAsync();
        (await plain).Accepted.ShouldBe(accepted);
        warm.ShouldBe(await plain with { ReadWholeStore = readsWholeStore });
        (await cold).ShouldBe(await plain with { ReadWholeStore = true });
        if (accepted) (await AskAsync()).ReadWholeStore.ShouldBeFalse("what was accepted is remembered");
    }

    protected override Task PrepareAsync() => Task.CompletedTask;

    private void Prepare()
    {
        switch (change)
        {
            case "the bundle was overwritten in place":
                File.WriteAllText(Store.Bundle, Pem(Authority.Root, Other.Root) + new string('\n', 100));
                break;
            case "a file of the folder was overwritten in place":
            case "another folder without the root":
                File.WriteAllText(Store.FileOf(Authority.Root), Pem(Authority.Root) + new string('\n', 100));
                break;
            case "another bundle without the root":
                File.WriteAllText(Store.Bundle, Pem(Authority.Root));
                break;
            case "another issuer in the store":
                Store.Add(Authority.Root, Other.Root);
                break;
            default:
                Store.Add(Authority.Root);
                break;
        }
    }

    private void Change()
    {
        if (ChangeServer(change)) return;
        switch (change)
        {
            case "a name that the issuer must not use":
                var limited = new Authority("Limited", excluded: "localhost");
                Store.Add(limited.Root);
                Certificate = limited.For("localhost");
                break;
            case "an unknown root":
            case "another issuer in the store":
                Certificate = Other.For("localhost");
                break;
            case "the intermediate certificate is only in the store":
                Store.Add(Authority.Intermediate);
                Certificate = Authority.For("localhost", withIntermediate: false);
                break;
            case "the root was taken out":
                Store.Remove(Authority.Root);
                break;
            case "the root was taken out of the bundle only":
                File.WriteAllText(Store.Bundle, "");
                break;
            case "a root was added and the server uses it":
                Store.Add(Other.Root);
                Certificate = Other.For("localhost");
                break;
            case "the bundle was overwritten in place":
                Store.Overwrite(Store.Bundle, Pem(Other.Root));
                break;
            case "a file of the folder was overwritten in place":
                Store.Overwrite(Store.FileOf(Authority.Root), Pem(Other.Root));
                break;
            case "an unused file of the folder was overwritten in place":
                Store.Overwrite(Directory.GetFiles(Store.Folder).Single(file => file != Store.FileOf(Authority.Root)), "");
                break;
            case "another bundle without the root":
                Store.Environment["SSL_CERT_FILE"] = Store.Bundle + ".other";
                File.WriteAllText(Store.Bundle + ".other", Pem(Other.Root));
                break;
            case "another folder without the root":
                Store.Environment["SSL_CERT_DIR"] = Store.Hints;
                break;
            case "no store":
                Store.Environment["SSL_CERT_FILE"] = Store.Environment["SSL_CERT_DIR"] = "";
                break;
            default:
                throw new InvalidOperationException(change);
        }
    }

    private static string Pem(params IEnumerable<X509Certificate2> certificates) =>
        string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n"));
}
