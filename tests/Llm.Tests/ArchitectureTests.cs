using System.Xml.Linq;

namespace Llm.Tests;

/// <summary>References point one way: Cli, Hosting, then the rooms beside each other, then the library.</summary>
public class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Llm"] = ["Llm.Generators"],
        // It runs in the compiler, and nothing of it in a program.
        ["Llm.Generators"] = [],
        ["Llm.Storage"] = ["Llm", "Llm.Generators"],
        ["Llm.Providers"] = ["Llm"],
        ["Llm.Mcp"] = ["Llm"],
        ["Llm.Scripting"] = ["Llm"],
        ["Llm.Testing"] = ["Llm"],
        ["Llm.Hosting"] = ["Llm", "Llm.Generators", "Llm.Providers", "Llm.Mcp"],
        ["Llm.Cli"] = ["Llm", "Llm.Storage", "Llm.Providers", "Llm.Mcp", "Llm.Scripting", "Llm.Hosting"],
    };

    /// <summary>Packages that only few rooms may know.</summary>
    private static readonly Dictionary<string, string[]> Owners = new()
    {
        ["SQLitePCLRaw"] = ["Llm.Storage"],
        ["Microsoft.Data.Sqlite"] = ["Llm.Storage"],
        ["Microsoft.CodeAnalysis"] = ["Llm.Scripting", "Llm.Generators"],
        ["ModelContextProtocol"] = ["Llm.Mcp"],
    };

    public static TheoryData<string> Projects => [.. Directory.EnumerateDirectories(Path.Combine(SharedData.RepositoryRoot, "src")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_point_one_way(string project)
    {
        Allowed.ShouldContainKey(project, "a new project needs its place in the order");
        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        references.Except(Allowed[project]).ShouldBeEmpty();
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
    public void Only_the_output_room_writes_to_the_console()
    {
        var source = Path.Combine(SharedData.RepositoryRoot, "src");
        var offenders = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Llm.Cli/Output/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("Console.Write", StringComparison.Ordinal));
        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_storage_room_knows_SQL()
    {
        var source = Path.Combine(SharedData.RepositoryRoot, "src");
        string[] signs = ["SELECT ", "INSERT INTO ", "CREATE TABLE "];
        var offenders = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Llm.Storage/", StringComparison.Ordinal))
            .Where(file => signs.Any(sign => File.ReadAllText(file).Contains(sign, StringComparison.Ordinal)));
        offenders.ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "src", project, project + ".csproj"))
            .Descendants(kind).Select(reference => (string)reference.Attribute("Include")!);
}
