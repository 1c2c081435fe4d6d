using System.Diagnostics.CodeAnalysis;
using Llm.Generators;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Llm.Library.Tests.Generators;

/// <summary>Which tools the compiler warns about in a program that is trimmed or compiled ahead of time.</summary>
public class ToolMetadataDiagnosticsTests
{
    private const string Types = """

        public record Dog(string Name);
        public interface IAnimal { }
        public abstract class Animal { }
        public record Owner(string Name, IAnimal Pet);
        file record Local(int A);
        [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<Mood>))] public enum Mood { Calm }
        [System.Text.Json.Serialization.JsonPolymorphic] public class Shape { }
        public class Included { [System.Text.Json.Serialization.JsonInclude] internal int A { get; set; } }
        """;

    [Theory]
    [InlineData("Tool.FromMethod((Dog dog) => dog);", null)]
    [InlineData("Tool.FromMethod((Mood mood, object any) => \"\");", null)]
    [InlineData("Tool.FromMethod((Dog dog, ToolCall call, System.Threading.CancellationToken token) => new ToolOutput(\"\"));", null)]
    [InlineData("Func<Dog, int> f = dog => 1; Tool.FromMethod(f);", null)]
    [InlineData("Tool.FromMethod((IAnimal animal) => 1);", "for 'IAnimal' (it is not a class, record or struct)")]
    [InlineData("Tool.FromMethod((List<Owner> owners) => 1);", "for 'IAnimal' (it is not a class, record or struct)")]
    [InlineData("Tool.FromMethod((Animal animal) => 1);", "for 'Animal' (it is abstract)")]
    [InlineData("Tool.FromMethod((Local local) => 1);", "for 'Local' (generated code cannot use it unless it is internal or public)")]
    [InlineData("class Outer { private record Hidden(int A); Tool Make() => Tool.FromMethod((Hidden hidden) => 1); static void Main() { } }", "for 'Outer.Hidden' (generated code cannot use it unless it is internal or public)")]
    [InlineData("Tool.FromMethod((Shape shape) => 1);", "for 'Shape' (Shape has [JsonPolymorphic])")]
    [InlineData("Tool.FromMethod((Included included) => 1);", "for 'Included' (A has [JsonInclude])")]
    [InlineData("Tool.FromMethod((Dictionary<Dog, int> ages) => 1);", "for 'Dictionary<Dog, int>' (Dog cannot be the name of a member)")]
    [InlineData("Tool.FromMethod(() => new { A = 1 });", "for '<anonymous type: int A>' (it has no name)")]
    [InlineData("Tool.FromMethod(object () => 1);", "for 'object' (the type of its value is known only at run time)")]
    [InlineData("Tool.FromMethod(() => new Dictionary<string, object>());", "for 'object' (the type of its value is known only at run time)")]
    [InlineData("Tool.FromMethod(() => (1, 2));", "for '(int, int)' (it is not a type with properties)")]
    [InlineData("Tool.FromMethod(() => new Exception());", "for 'Exception' (it is a type of .NET)")]
    [InlineData("Delegate f = (Dog dog) => 1; Tool.FromMethod(f);", "for a method that comes from a variable")]
    [InlineData("Delegate f = (Dog dog) => 1; Tool.FromMethod(f.Method, null);", "for a method that comes from a variable")]
    [InlineData("Tool.FromMethod((IAnimal animal) => 1, json: new());", null)]
    [InlineData("new Box().AddTool((IAnimal animal) => 1);", "for 'IAnimal' (it is not a class, record or struct)")]
    [InlineData("new Box().AddTool((IAnimal animal) => 1, new());", null)]
    [InlineData("new Own().AddTool((IAnimal animal) => 1);", null)]
    [InlineData("ToolboxType.Create((IAnimal animal) => new Box());", "for 'IAnimal' (it is not a class, record or struct)")]
    [InlineData("ToolboxType.Create((string title = \"x\") => new Box());", null)]
    public async Task A_tool_without_metadata_is_reported(
        [StringSyntax("C#")] string code, string? reason) => (await DiagnoseAsync(code + Boxes, "EnableAotAnalyzer"))
            .ShouldBe(reason is null ? [] : [reason]);

    [Fact]
    public async Task Methods_of_toolboxes_are_checked_with_what_they_inherit() => (await DiagnoseAsync(
        """
        class Bad : Store<IAnimal> { public Task<Animal[]> AllAsync() => null!; public static Animal? Other() => null; }
        class Good : Store<Dog> { public IReadOnlyList<string> List() => []; }
        class Excused : Store<IAnimal> { protected override System.Text.Json.JsonSerializerOptions? JsonOptions => new(); }
        abstract class Store<T> : Toolbox { public void Add(T item) { } }
        class Program { static void Main() { } }
        """, "EnableTrimAnalyzer")).ShouldBe(
        ["for 'Animal' (it is abstract)", "for 'IAnimal' (it is not a class, record or struct)"], ignoreOrder: true);

    [Fact]
    public async Task Other_programs_are_not_warned() =>
        (await DiagnoseAsync("Tool.FromMethod((IAnimal animal) => 1);", "EnableSingleFileAnalyzer")).ShouldBeEmpty();

    private const string Boxes = """

        class Box : Toolbox { }
        class Own : Toolbox { protected override System.Text.Json.JsonSerializerOptions? JsonOptions => new(); }
        """;

    private static async Task<IReadOnlyList<string>> DiagnoseAsync(string code, string setting)
    {
        var program = new ToolProgram("using System.Threading.Tasks;\n" + code + Types);
        program.Complete.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).ShouldBeEmpty();
        var analysis = program.Compilation.WithAnalyzers(
            [new ToolMetadataAnalyzer()], new AnalyzerOptions([], new Settings($"build_property.{setting}")));
        var found = await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Select(diagnostic => diagnostic.GetMessage()[
            (diagnostic.GetMessage().IndexOf("generated ", StringComparison.Ordinal) + 10)..].Split(": pass")[0])];
    }

    private sealed class Settings(string enabled) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(enabled);

        public override AnalyzerConfigOptions GetOptions(Microsoft.CodeAnalysis.SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(Microsoft.CodeAnalysis.AdditionalText textFile) => GlobalOptions;

        private sealed class Values(string enabled) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
                (value = key == enabled ? "true" : null) is not null;
        }
    }
}
