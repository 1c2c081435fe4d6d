using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Llm.Testing;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>What shares a process or the hints, and a process without OpenSSL.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProcessTests : CertificateTest
{
    [Fact]
    public async Task Processes_that_remember_at_the_same_time_do_not_disturb_each_other()
    {
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AskAsync()));
        verdicts.ShouldAllBe(verdict => verdict.Accepted);
        (await AskAsync()).ReadWholeStore.ShouldBeFalse();
    }

    [Fact]
    public async Task Other_clients_of_the_process_know_the_whole_store()
    {
        Store.Add(Other.Root);
        var others = Other.For("localhost");
        await using var second = await FakeServer.StartAsync(certificate: () => others);
        await Store.SettleAsync();
        await AskAsync();
        (await AskAsync()).ReadWholeStore.ShouldBeFalse();
        var verdict = await AskAsync(
            Server.BaseAddress, "plain:" + second.BaseAddress, "plain:" + Server.BaseAddress);
        verdict.ShouldBe(new Verdict(true, "", ReadWholeStore: true));
    }

    [Fact]
    public async Task Servers_that_are_asked_at_the_same_time_do_not_disturb_each_other()
    {
        Store.Add(Other.Root);
        var others = Other.For("localhost");
        await using var second = await FakeServer.StartAsync(certificate: () => others);
        await Store.SettleAsync();
        string[] addresses = [Server.BaseAddress, second.BaseAddress, Server.BaseAddress, second.BaseAddress];
        for (var i = 0; i < 5; i++)
            (await AskAsync(addresses)).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_handshake_that_hangs_does_not_keep_the_roots_from_others()
    {
        Store.Add(Other.Root);
        var others = Other.For("localhost");
        await using var second = await FakeServer.StartAsync(certificate: () => others);
        await Store.SettleAsync();
        await AskAsync();
        var address = Server.BaseAddress;
        var port = Server.Port;
        await Server.DisposeAsync();
        using var silent = new TcpListener(IPAddress.Loopback, port);
        silent.Start();
        (await AskAsync("silent:" + address, second.BaseAddress)).ShouldBe(new Verdict(true, "", ReadWholeStore: true));
        second.Connections.ShouldBe(1, "it was accepted at once");
    }

    [Fact]
    public async Task Without_OpenSSL_the_error_says_what_to_install()
    {
        // The loader of libraries stops at files that are not libraries.
        var folder = Directory.CreateDirectory(Path.Combine(Store.Home, "lib")).FullName;
        foreach (var version in (string[])["3", "1.1", "1.0.2", "1.0.0", "10"])
            await File.WriteAllTextAsync(Path.Combine(folder, "libssl.so." + version), "", TestContext.Current.CancellationToken);
        Store.Environment["LD_LIBRARY_PATH"] = folder;
        var verdict = await AskAsync();
        verdict.Accepted.ShouldBeFalse();
        verdict.Error.ShouldStartWith("https needs OpenSSL, and no usable version of libssl was found. Install it: ");
        await using var unsecured = await FakeServer.StartAsync();
        (await AskAsync(unsecured.BaseAddress)).Accepted.ShouldBeTrue();
    }
}
