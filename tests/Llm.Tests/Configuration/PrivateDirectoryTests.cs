using Llm.Testing;

namespace Llm.Tests.Configuration;

public sealed class PrivateDirectoryTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Theory]
    [InlineData("new")]
    [InlineData("missing/parents/new")]
    public void A_new_user_directory_is_the_owners_and_an_existing_one_stays(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Open = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(user.Path, Open);
        var directory = new UserDirectory(Path.Combine(user.Path, name));
        new AliasStore(directory).Set("a", "m");
        for (var path = directory.Path; path != user.Path; path = Path.GetDirectoryName(path)!)
            File.GetUnixFileMode(path).ShouldBe(OwnerOnly);
        new AliasStore(user.Directory).Set("a", "m");
        File.GetUnixFileMode(user.Path).ShouldBe(Open);
    }
}
