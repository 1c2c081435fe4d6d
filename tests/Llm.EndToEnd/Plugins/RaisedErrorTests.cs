namespace Llm.EndToEnd.Plugins;

/// <summary>How authors of plugins find the place of an error.</summary>
[Collection(nameof(AuthorsCollection))]
public sealed class RaisedErrorTests(InstalledTool tool, LibraryPackages libraries) : IDisposable
{
    private readonly AuthorFolder author = new(libraries);

    public void Dispose() => author.Dispose();

    [Fact]
    public async Task A_bug_in_a_plugin_is_a_message_or_shows_where_it_happened()
    {
        var folder = Directory.CreateDirectory(Path.Combine(author.Work, "buggy")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Buggy.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Llm" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Buggy.cs"), """
            using Llm;

            public sealed class Buggy() : Model("buggy")
            {
                public override IAsyncEnumerable<StreamEvent> ExecuteAsync(
                    Prompt prompt, ModelContext context, CancellationToken cancellationToken) => Fail();

                private static IAsyncEnumerable<StreamEvent> Fail() => throw new InvalidOperationException("oops");
            }

            public sealed class BuggyPlugin : IPlugin
            {
                public string Name => "buggy";

                public void RegisterModels(ModelRegistry models) => models.Add(new Buggy());
            }
            """);
        await author.RunAsync("", tool.Path, "install", "./buggy");
        var run = await AskAsync([]);
        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldStartWith("Error: The plugin of Buggy 1.0.0 failed: InvalidOperationException: oops. ");
        run.Error.ShouldContain("LLM_RAISE_ERRORS=1");
        var raised = await AskAsync(new Dictionary<string, string> { ["LLM_RAISE_ERRORS"] = "1" });
        raised.ExitCode.ShouldNotBe(0);
        raised.Error.ShouldContain("oops");
        raised.Error.ShouldContain("at Buggy.Fail()");
    }

    private Task<Run> AskAsync(Dictionary<string, string> environment) =>
        Run.ToEndAsync(tool.Path, author.User.Path, ["-m", "buggy", "hi"], environment: environment);
}
