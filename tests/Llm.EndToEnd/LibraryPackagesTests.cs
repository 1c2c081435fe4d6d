using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Llm.Library.Tests.Guides;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>The libraries as users get them: packed, restored from a folder of packages, and built into a program of their own.</summary>
[Collection(nameof(PackagesCollection))]
public sealed partial class LibraryPackagesTests(LibraryPackages packages) : IDisposable
{
    private const string DescribedTool = """
        var tool = Tool.FromMethod(Temperature);
        Console.WriteLine($"{tool.Description} {tool.InputSchema["properties"]!["city"]!["description"]}");

        /// <summary>Says how warm it is in a city.</summary>
        /// <param name="city">A city's name, for instance Oslo.</param>
        static string Temperature(string city) => city;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("llm-programs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_program_outside_the_repository_runs_every_example_of_the_first_ten_minutes()
    {
        foreach (var package in LibraryPackages.Names)
        {
            File.Exists(Path.Combine(packages.Feed, $"{package}.0.1.0.nupkg")).ShouldBeTrue();
            File.Exists(Path.Combine(packages.Feed, $"{package}.0.1.0.snupkg")).ShouldBeTrue();
            // A package page knows no files of the repository.
            using var archive = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{package}.0.1.0.nupkg"));
            using var readme = new StreamReader(archive.GetEntry("README.md")!.Open());
            RelativeLink().IsMatch(await readme.ReadToEndAsync()).ShouldBeFalse(package);
        }

        var blocks = GuideBlock.OfPage(Path.Combine(GuideBlock.Folder, "README.md")).ToList();
        blocks.Count.ShouldBeGreaterThan(4);
        WriteProject(blocks);
        await using var server = await FakeServer.StartAsync(GuideServer.Reply);
        using var user = new TemporaryUserDirectory();
        await File.WriteAllBytesAsync(Path.Combine(user.Path, "pelican.jpg"), [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8]);
        var output = await Dotnet.RunAsync(
            new Dictionary<string, string>
            {
                ["OPENAI_BASE_URL"] = server.BaseAddress,
                ["OPENAI_API_KEY"] = "none",
                ["LLM_USER_PATH"] = user.Path,
            },
            "run", "--project", Path.Combine(folder, "program"), "--", user.Path);
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        output.Split("-- ").Length.ShouldBe(blocks.Count + 1, output);
        output.ShouldContain("echo: Five surprising names for a pet pelican");
        output.ShouldContain("Cleo is 3");
        output.ShouldContain("Says how warm it is in a city. A city's name, for instance Oslo.");
        File.Exists(Path.Combine(user.Path, "logs.db")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Classifier", "The printer is on fire")]
    [InlineData("Ask", "")]
    public async Task A_trimmed_program_publishes_without_a_warning_and_runs(string sample, string input)
    {
        var output = await Dotnet.RunAsync(
            "publish", Path.Combine(
                SharedData.RepositoryRoot,
                "samples",
                sample), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained",
            "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false", "-p:NuGetAudit=false", "-o", Path.Combine(folder, sample));
        output.ShouldNotContain("warning");
        await using var server = await FakeServer.StartAsync(GuideServer.Reply);
        using var user = new TemporaryUserDirectory();
        var environment = new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = server.BaseAddress,
            ["OPENAI_API_KEY"] = "none",
            ["MODEL"] = "gpt-4o-mini",
        };
        var run = await Run.ToEndAsync(
            Path.Combine(folder, sample, sample), user.Path, ["Capital of France?"], Encoding.UTF8.GetBytes(input), environment);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldStartWith(sample == "Ask" ? "echo: Capital of France?" : """{"message":"The printer is on fire","ticket":{"summary":"Cleo","topic":"Cleo","urgency":"Low"}}""");
    }

    private void WriteProject(List<GuideBlock> blocks)
    {
        var project = Path.Combine(folder, "program");
        packages.WriteProject(project, "Llm.Hosting", "Llm.Storage");
        var program = new StringBuilder("Directory.SetCurrentDirectory(args[0]);\n");
        for (var i = 0; i < blocks.Count; i++)
        {
            program.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Console.WriteLine(\"-- line {blocks[i].Line}\");\nawait Block{i}.Program.RunAsync();\n");
            File.WriteAllText(Path.Combine(project, $"Block{i}.cs"), Wrap(blocks[i].Code, i));
        }

        program.Append(DescribedTool);
        File.WriteAllText(Path.Combine(project, "Program.cs"), program.ToString());
        File.WriteAllText(Path.Combine(project, "Guide.cs"), """
            global using Llm;
            global using static Guide;

            internal static class Guide
            {
                public static LlmHost llm { get; } = LlmHost.Create();
            }
            """);
    }

    /// <summary>A block is a program: its usings, its statements, then its types.</summary>
    private static string Wrap(string code, int number)
    {
        var lines = code.Split('\n').ToList();
        var usings = lines.TakeWhile(line => line.StartsWith(
            "using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal)).ToList();
        var types = lines.FindIndex(line => TypeDeclaration().IsMatch(line));
        var end = types < 0 ? lines.Count : types;
        return $$"""
            namespace Block{{number}}
            {
                {{string.Join("\n", usings)}}
                internal static class Program
                {
                    public static async Task RunAsync()
                    {
                        {{string.Join("\n", lines[usings.Count..end])}}
                        Console.WriteLine();
                    }
                }
                {{string.Join("\n", lines[end..])}}
            }
            """;
    }

    [GeneratedRegex(@"\]\((?!https://)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"^(\[|public |internal |sealed |partial |record |class |enum )")]
    private static partial Regex TypeDeclaration();
}
