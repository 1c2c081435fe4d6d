using Llm.Testing;

namespace Llm.Tests.Configuration;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public void Changes_at_once_lose_nothing()
    {
        var keys = new KeyStore(user.Directory);
        Parallel.For(0, 30, i => keys.Set($"k{i}", "v"));
        keys.Names.Count.ShouldBe(30);
        Parallel.For(0, 30, i => keys.Remove($"k{i}").ShouldBeTrue());
        keys.Names.ShouldBeEmpty();
    }
}
