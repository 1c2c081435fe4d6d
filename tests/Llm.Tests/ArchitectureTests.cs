using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Llm.Tests;

/// <summary>References point one way: Cli, Hosting, then the rooms beside each other, then the library.</summary>
public partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Llm"] = ["Llm.Generators"],
        // It runs in the compiler, and nothing of it in a program.
        ["Llm.Generators"] = [],
        ["Llm.Storage"] = ["Llm", "Llm.Generators"],
        ["Llm.Storage.Postgres"] = ["Llm"],
        ["Llm.Pages"] = ["Llm"],
        ["Llm.Providers"] = ["Llm"],
        ["Llm.Mcp"] = ["Llm"],
        ["Llm.Scripting"] = ["Llm"],
        ["Llm.VectorData"] = ["Llm"],
        ["Llm.Testing"] = ["Llm"],
        ["Llm.Hosting"] = ["Llm", "Llm.Generators", "Llm.Providers", "Llm.Mcp"],
        ["Llm.Cli"] = ["Llm", "Llm.Storage", "Llm.Storage.Postgres", "Llm.Pages", "Llm.Mcp", "Llm.Scripting", "Llm.Hosting"],
        ["Llm.Web"] = ["Llm", "Llm.Storage", "Llm.Hosting"],
    };

    /// <summary>Packages that only few rooms may know.</summary>
    private static readonly Dictionary<string, string[]> Owners = new()
    {
        ["SQLitePCLRaw"] = ["Llm.Storage"],
        ["Microsoft.Data.Sqlite"] = ["Llm.Storage"],
        ["Microsoft.Extensions.VectorData"] = ["Llm.VectorData"],
        ["Npgsql"] = ["Llm.Storage.Postgres"],
        ["AngleSharp"] = ["Llm.Pages"],
        ["Microsoft.CodeAnalysis"] = ["Llm.Scripting", "Llm.Generators"],
        ["ModelContextProtocol"] = ["Llm.Mcp"],
        ["Markdig"] = ["Llm.Web"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(Path.Combine(SharedData.RepositoryRoot, "src")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_point_one_way(string project)
    {
        Allowed.ShouldContainKey(project, "a new project needs its place in the order");
        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        references.Except(Allowed[project]).ShouldBeEmpty();
    }

    /// <summary>A reference of a reference is visible to the compiler, so the names of other projects are looked for as well.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_what_it_may_reference(string project)
    {
        string[] allowed = [project, .. Allowed[project]];
        var offenders = Sources(project)
            .SelectMany(file => ProjectName().Matches(WithoutComments(file)).Select(match => (File: file, match.Value)))
            .Where(name => Allowed.ContainsKey(name.Value) && !allowed.Contains(name.Value));
        offenders.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_keeps_its_packages_to_itself(string project)
    {
        foreach (var package in References(project, "PackageReference"))
        {
            var owners = Owners.FirstOrDefault(entry => package.StartsWith(entry.Key, StringComparison.Ordinal)).Value;
            (owners ?? [project]).ShouldContain(project, package);
        }
    }

    [Fact]
    public void Only_the_output_room_writes_to_the_console() => FilesWith("Console.Write", "Console.Out", "Console.Error")
        // Functions given as text must not print into the answer.
        .Where(file => !file.StartsWith("Llm.Cli/Output/", StringComparison.Ordinal)
            && !file.StartsWith("Llm.Web/Output/", StringComparison.Ordinal)
            && file != "Llm.Cli/Options/GivenFunctions.cs")
        .ShouldBeEmpty();

    /// <summary>The line editor and the renderer draw; all other text passes the filter for characters that act on a terminal.</summary>
    [Fact]
    public void Only_what_draws_writes_control_sequences() => FilesWith("WriteSequences").ShouldBe(
        ["Llm.Cli/Input/Editing/LineEditor.cs", "Llm.Cli/Output/Terminal.cs", "Llm.Cli/Output/TerminalLook.cs", "Llm.Cli/Output/Usage/UsageTable.cs"], ignoreOrder: true);

    /// <summary>The help page of embed-multi, which is that of the Python tool, has queries as examples.</summary>
    [Fact]
    public void Only_the_storage_rooms_know_SQL() => FilesWith("SELECT ", "INSERT INTO ", "CREATE TABLE ")
        .Where(file => !file.StartsWith("Llm.Storage/", StringComparison.Ordinal)
            && !file.StartsWith("Llm.Storage.Postgres/", StringComparison.Ordinal)
            && file != "Llm.Cli/Commands/Embeddings/EmbedMultiCommand.cs")
        .ShouldBeEmpty();

    [Fact]
    public void The_output_room_does_not_know_the_commands() => FilesWith("Llm.Cli.Commands")
        .Where(file => file.StartsWith("Llm.Cli/Output/", StringComparison.Ordinal))
        .ShouldBeEmpty();

    private static IEnumerable<string> FilesWith(params string[] signs) =>
        from project in Allowed.Keys
        from file in Sources(project)
        let text = WithoutComments(file)
        where signs.Any(sign => text.Contains(sign, StringComparison.Ordinal))
        select Path.GetRelativePath(Path.Combine(SharedData.RepositoryRoot, "src"), file);

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "src", project), "*.cs", SearchOption.AllDirectories)
            // What is published has the sources of the template.
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string WithoutComments(string file) =>
        string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"\bLlm\.(Storage\.Postgres|[A-Z][a-z]+)\b")]
    private static partial Regex ProjectName();

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "src", project, project + ".csproj"))
            .Descendants(kind).Select(reference => (string)reference.Attribute("Include")!);
}
