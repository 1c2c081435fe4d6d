using System.Net.Security;
using System.Runtime.Versioning;
using Llm.Testing;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>A test with a server over https, whose root is in a store of the test.</summary>
[SupportedOSPlatform("linux")]
public abstract class CertificateTest : IAsyncLifetime
{
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
}
