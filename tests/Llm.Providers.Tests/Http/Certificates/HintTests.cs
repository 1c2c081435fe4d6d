using System.Runtime.Versioning;
using Llm.Providers.Http.Certificates;
using Llm.Testing;

namespace Llm.Providers.Tests.Http.Certificates;

/// <summary>Hints that somebody forged or spoiled, and hints that cannot be kept.</summary>
[SupportedOSPlatform("linux")]
public sealed class HintTests : CertificateTest
{
    [Theory]
    [InlineData("evil.pem")]
    [InlineData("certs/../evil.pem")]
    [InlineData("certs/sub/evil.pem")]
    public async Task A_hint_cannot_make_a_root_outside_of_the_store_trusted(string file)
    {
        // The attacker's own store, in which the chain is valid, gives the hash of the chain.
        using var attackers = new Store();
        attackers.Add(Other.Root);
        await Store.SettleAsync();
        var path = Path.Combine(Path.GetDirectoryName(Store.Bundle)!, file);
        Directory.CreateDirectory(Path.Combine(Store.Folder, "sub"));
        File.Copy(attackers.Bundle, Path.GetFullPath(path));
        await Store.SettleAsync();
        await AskAsync();
        Certificate = Other.For("localhost");
        (await SecureRequest.RunAsync(attackers.Hints, attackers.Environment, Server.BaseAddress)).Accepted.ShouldBeTrue();

        var forged = await File.ReadAllLinesAsync(Store.HintFile, TestContext.Current.CancellationToken);
        var real = await File.ReadAllLinesAsync(attackers.HintFile, TestContext.Current.CancellationToken);
        forged[2] = real[2];
        forged[3] = real[3].Replace(attackers.Bundle, path, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Store.HintFile, string.Join('\n', forged), TestContext.Current.CancellationToken);

        var verdict = await AskAsync();
        verdict.Accepted.ShouldBeFalse();
        verdict.Error.ShouldContain("PartialChain");
    }

    [Theory]
    [InlineData("")]
    [InlineData("llm root certificate hint 1")]
    [InlineData("\0\u00ff\n\n\n\n\n")]
    [InlineData("$1")]
    [InlineData("$5")]
    [InlineData("$all\nmore")]
    [InlineData("x$all")]
    [InlineData("$offset 7")]
    [InlineData("$offset 999999999")]
    [InlineData("$offset 99999999999999999999")]
    [InlineData("$offset -1")]
    [InlineData("$chain 0000")]
    public async Task A_spoiled_hint_costs_only_time(string text)
    {
        await AskAsync();
        var whole = await File.ReadAllTextAsync(Store.HintFile, TestContext.Current.CancellationToken);
        var lines = whole.Split('\n');
        var place = lines[3].Split(' ', 2);
        var spoiled = text switch
        {
            "$1" => whole[..(whole.Length / 3)],
            "$5" => string.Join('\n', lines[..^1]),
            "$chain 0000" => whole.Replace(lines[2], "0000", StringComparison.Ordinal),
            _ when text.StartsWith("$offset ", StringComparison.Ordinal) =>
                whole.Replace(lines[3], $"{text["$offset ".Length..]} {place[1]}", StringComparison.Ordinal),
            _ => text.Replace("$all", whole, StringComparison.Ordinal),
        };
        await File.WriteAllTextAsync(Store.HintFile, spoiled, TestContext.Current.CancellationToken);
        (await AskAsync()).ShouldBe(new Verdict(true, "", ReadWholeStore: true));
        (await AskAsync()).ShouldBe(new Verdict(true, "", ReadWholeStore: false));
    }

    [Fact]
    public async Task A_hint_is_for_its_owner_only_and_has_no_certificate()
    {
        await AskAsync();
        File.GetUnixFileMode(Store.HintFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(Store.HintFile, TestContext.Current.CancellationToken)).ShouldNotContain("BEGIN");
    }

    [Fact]
    public async Task Without_a_place_for_hints_the_whole_store_is_read()
    {
        await File.WriteAllTextAsync(Store.Hints, "not a folder", TestContext.Current.CancellationToken);
        (await AskAsync()).ShouldBe(new Verdict(true, "", ReadWholeStore: true));
        (await AskAsync()).ShouldBe(new Verdict(true, "", ReadWholeStore: true));
    }

    [Fact]
    public async Task A_store_that_was_changed_a_moment_ago_is_not_settled()
    {
        Enumerable.Range(0, 20).Any(_ =>
        {
            File.AppendAllText(Store.Bundle, "\n");
            return !IsSettled();
        }).ShouldBeTrue();
        await Store.SettleAsync();
        IsSettled().ShouldBeTrue();
    }

    private bool IsSettled()
    {
        var isSettled = false;
        NativeEnvironment.With(
            SystemRoots.BundleVariable, Store.Bundle, SystemRoots.FolderVariable, Store.Folder,
            () => isSettled = SystemRoots.Find(added: null)!.Examine().IsSettled);
        return isSettled;
    }
}
