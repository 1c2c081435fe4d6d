using System.Reflection;
using Llm.Tests;

namespace Llm.Library.Tests;

/// <summary>What the packages show is written down, so that a change of it is seen in review.</summary>
/// <remarks>Run the tests with LLM_WRITE_SURFACE=1 to write the files anew.</remarks>
public class PublicSurfaceTests
{
    [Theory]
    [InlineData("Llm")]
    [InlineData("Llm.Storage")]
    [InlineData("Llm.Providers")]
    [InlineData("Llm.Mcp")]
    [InlineData("Llm.Scripting")]
    [InlineData("Llm.Hosting")]
    [InlineData("Llm.Testing")]
    public void The_surface_is_the_one_that_was_reviewed(string package)
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "src", package, "PublicSurface.txt");
        var surface = PublicSurface.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable("LLM_WRITE_SURFACE") == "1") File.WriteAllText(file, surface);
        var reviewed = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (before, now) = (reviewed.Split('\n'), surface.Split('\n'));
        string.Join('\n', [.. before.Except(now).Select(line => "- " + line), .. now.Except(before).Select(line => "+ " + line)])
            .ShouldBeEmpty($"{package} shows something else than src/{package}/PublicSurface.txt says; LLM_WRITE_SURFACE=1 writes it anew");
        surface.ShouldBe(reviewed);
    }
}
