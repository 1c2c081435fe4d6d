using System.Net.Security;
using System.Runtime.Versioning;
using Llm.Testing;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>A test with a server over https, whose root is in a store of the test.</summary>
[SupportedOSPlatform("linux")]
public abstract class CertificateTest : IAsyncLifetime
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private protected Store Store { get; } = new();

    private protected Authority Authority { get; } = new("First");

    private protected Authority Other { get; } = new("Other");

    /// <summary>What the server sends on new connections.</summary>
    protected SslStreamCertificateContext Certificate { get; set; } = null!;

    protected FakeServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no store of files.");
        Certificate = Authority.For("localhost");
        Server = await FakeServer.StartAsync(certificate: () => Certificate);
        Store.Add(new Authority("Unused").Root);
        await PrepareAsync();
        Store.RoundTimes();
        await Store.SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills the store, which has a root that nothing uses.</summary>
    protected virtual Task PrepareAsync()
    {
        Store.Add(Authority.Root);
        return Task.CompletedTask;
    }

    /// <summary>Asks the server in a process of its own.</summary>
    protected Task<Verdict> AskAsync() => AskAsync(Server.BaseAddress);

    /// <summary>Asks servers in a process of its own; see <see cref="SecureRequest"/>.</summary>
    protected Task<Verdict> AskAsync(params IEnumerable<string> addresses) =>
        SecureRequest.RunAsync(Store.Hints, Store.Environment, addresses);

    /// <summary>Changes what the server sends on new connections; false if this change concerns something else.</summary>
    private protected bool ChangeServer(string what)
    {
        switch (what)
        {
            case "nothing":
                return true;
            case "a new certificate of the same issuer":
                Certificate = Authority.For("localhost");
                return true;
            case "expired":
                Certificate = Authority.For("localhost", lastDay: -1);
                return true;
            case "not yet valid":
                Certificate = Authority.For("localhost", firstDay: 1);
                return true;
            case "another host":
                Certificate = Authority.For("example.com");
                return true;
            case "self-signed":
                Certificate = Authority.SelfSigned("localhost");
                return true;
            case "for clients only":
                Certificate = Authority.For("localhost", usage: ClientAuthentication);
                return true;
            case "the intermediate certificate is missing":
                Certificate = Authority.For("localhost", withIntermediate: false);
                return true;
            default:
                return false;
        }
    }
}
