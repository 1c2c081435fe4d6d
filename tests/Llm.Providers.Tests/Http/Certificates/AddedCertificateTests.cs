using System.Runtime.Versioning;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>
/// A file of certificates besides those of the system: what it adds is accepted and remembered, and everything else that is wrong with a
/// server's certificate is refused as before. In each case, a hint is made while all is well; then something changes.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class AddedCertificateTests : CertificateTest
{
    private string File => Path.Combine(Store.Home, "added.pem");

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
    [InlineData("the intermediate certificate is missing", false, true)]
    [InlineData("the intermediate certificate is only in the file", true, true)]
    [InlineData("the root was taken out of the file", false, true)]
    [InlineData("the root moved to the store", true, true)]
    [InlineData("a root of the store is used", true, true)]
    [InlineData("a root was added and the server uses it", true, true)]
    [InlineData("the file is not used any more", false, true)]
    public async Task What_the_file_adds_is_accepted_and_nothing_else(string after, bool accepted, bool readsWholeStore)
    {
        (await AskAsync()).Accepted.ShouldBeTrue();
        var hinted = await AskAsync();
        (hinted.Accepted, hinted.ReadWholeStore).ShouldBe((true, false), "the hint is warm before the change");

        Change(after);
        await Store.SettleAsync();
        var warm = await AskAsync();
        (warm.Accepted, warm.ReadWholeStore).ShouldBe((accepted, readsWholeStore), warm.Error);
        if (accepted) (await AskAsync()).ReadWholeStore.ShouldBeFalse("what was accepted is remembered");
    }

    [Theory]
    [InlineData("no certificate here", "it has no certificate in the form PEM.")]
    [InlineData(null, "Could not find file")]
    public async Task A_file_that_cannot_be_used_is_an_error_before_anything_is_sent(string? text, string reason)
    {
        System.IO.File.Delete(File);
        if (text is not null) System.IO.File.WriteAllText(File, text);
        var verdict = await AskAsync();
        verdict.Error.ShouldStartWith($"The certificates of {File} cannot be used: {reason}");
        Server.Requests.ShouldBeEmpty();
    }

    protected override Task PrepareAsync()
    {
        Write(Authority);
        Store.Environment["ADDED_CERTIFICATES"] = File;
        return Task.CompletedTask;
    }

    private void Write(params IEnumerable<Authority> authorities) =>
        System.IO.File.WriteAllText(File, string.Join('\n', authorities.Select(authority => authority.Root.ExportCertificatePem())));

    private void Change(string what)
    {
        if (ChangeServer(what)) return;
        switch (what)
        {
            case "a name that the issuer must not use":
                var limited = new Authority("Limited", excluded: "localhost");
                Write(Authority, limited);
                Certificate = limited.For("localhost");
                break;
            case "an unknown root":
                Certificate = Other.For("localhost");
                break;
            case "the intermediate certificate is only in the file":
                System.IO.File.AppendAllText(File, "\n" + Authority.Intermediate.ExportCertificatePem());
                Certificate = Authority.For("localhost", withIntermediate: false);
                break;
            case "the root was taken out of the file":
                Write(Other);
                break;
            case "the root moved to the store":
                Write(Other);
                Store.Add(Authority.Root);
                break;
            case "a root of the store is used":
                Store.Add(Other.Root);
                Certificate = Other.For("localhost");
                break;
            case "a root was added and the server uses it":
                Write(Authority, Other);
                Certificate = Other.For("localhost");
                break;
            case "the file is not used any more":
                Store.Environment.Remove("ADDED_CERTIFICATES");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, "is no change");
        }
    }
}
