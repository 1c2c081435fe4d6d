using Llm.Testing;

namespace Llm.Providers.Tests.Kit;

public class TemporaryUserDirectoryTests
{
    [Fact]
    public void It_is_fresh_and_goes_away()
    {
        string path;
        using (var one = new TemporaryUserDirectory())
        using (var other = new TemporaryUserDirectory())
        {
            path = one.Path;
            path.ShouldNotBe(other.Path);
            File.ReadAllText(one.Write("templates/a.yaml", "prompt: x")).ShouldBe("prompt: x");
            one.Directory.TemplatesDirectory.ShouldBe(Path.Combine(path, "templates"));
        }

        Directory.Exists(path).ShouldBeFalse();
    }
}
