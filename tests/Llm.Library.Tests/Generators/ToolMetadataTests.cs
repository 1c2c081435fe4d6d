using System.Text.Json.Nodes;

namespace Llm.Library.Tests.Generators;

/// <summary>Tools with generated metadata have the schemas and the results of tools whose types are found by reflection.</summary>
public class ToolMetadataTests
{
    private const string Types = """

        public record Dog(string Name, int Age = 3, string? Owner = null);
        public record Kennel([property: Description("Where it is")] Address Address, List<Dog> Dogs, Dictionary<string, Dog> ByName);
        [Description("A place")] public record Address(string City, double[] At, Size? Size = Size.Small);
        public enum Size { Small, Large }
        [Flags] public enum Days { None = 0, Saturday = 1, Sunday = 2 }
        public record Node(string Name, List<Node> Children, Node? Next = null);
        public record Page<T>(IReadOnlyList<T> Items, T? First);
        public record struct Point(int X, int Y = 7) { public readonly int Sum => X + Y; }
        public readonly record struct Span(DateOnly From, DateOnly? To);
        public struct Pair { public int A { get; set; } public string? B { get; set; } }
        public record Animal(string Sound) { public virtual int Legs { get; init; } = 4; }
        public sealed record Bird(string Sound, double Span) : Animal(Sound) { public override int Legs { get; init; } = 2; }
        public class Plain { public int Count { get; set; } = 5; public string Text { get; init; } = "init"; public List<int> All { get; } = [1]; internal int Hidden { get; set; } public int this[int i] => i; public static int Shared => 1; private int Own { get; set; } }
        public class Needed { public required string Name { get; init; } public required int Age { get; set; } [Range(1, 5)] public int Stars { get; set; } = 1; }
        public record NeededRecord(string First) { public required string Last { get; init; } public string Middle { get; init; } = "M."; }
        public struct NeededStruct { public required int A { get; init; } public int B { get; init; } }
        public class Named { [JsonPropertyName("the name")] public string Name { get; set; } = ""; [JsonIgnore] public Func<int>? Ignored { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Zero { get; set; } [JsonPropertyOrder(-1)] public int First { get; set; } [JsonRequired] public int Must { get; set; } }
        public class Chosen { [JsonConstructor] public Chosen(string @class) => Class = @class; public Chosen(int a, int b) => Class = ""; public string Class { get; } }
        public class Computed { public int Two => 2; public int Written { private get; set; } public int Read { get; private set; } }
        public record Defaults(string A = "q\"é\n", char B = 'x', long C = -9223372036854775808, decimal D = 1.10m, float E = 1.5f, double F = -2, bool G = true, Size H = Size.Large, int? K = null, ulong L = 18446744073709551615, byte M = 255);
        public class @event { public int @class { get; set; } [AllowNull] public string Any { get => field ?? "none"; set; } [DisallowNull] public string? Some { get; set; } }
        namespace Zoo { public class Cage { public record Bar(int Thickness, Outer.Size Size); public static class Outer { public enum Size { A, B } } } }
        """;

    [Theory]
    [InlineData("(Dog dog) => dog with { Age = dog.Age + 1 }", """{"dog": {"name": "Cleo"}}""", """{"name": "Cleo", "age": 4}""")]
    [InlineData("(Kennel kennel) => kennel", """{"kennel": {"address": {"city": "Oslo", "at": [1.5, 2], "size": "Large"}, "dogs": [{"name": "Cleo", "owner": "Ann"}], "byName": {"Cleo": {"name": "Cleo", "age": 1}}}}""")]
    [InlineData("(List<int> all) => all.Select(one => one + 1).ToList()", """{"all": [1, 2]}""", "[2, 3]")]
    [InlineData("(string[] all, int?[] holes, byte[] bytes) => all", """{"all": ["a"], "holes": [1, null], "bytes": "AQI="}""", """["a"]""")]
    [InlineData("(DayOfWeek day, Size size = Size.Large, Days days = Days.None) => new[] { day.ToString(), size.ToString(), days.ToString() }", """{"day": "Monday", "days": "Saturday, Sunday"}""")]
    [InlineData("(DayOfWeek? day, int? n, Point? point = null) => day", """{"day": "Friday", "n": null}""", "\"Friday\"")]
    [InlineData("(DateTimeOffset at, DateOnly day, TimeOnly time, Guid id, TimeSpan span, DateTime then) => at", """{"at": "2026-01-02T03:04:05+01:00", "day": "2026-01-02", "time": "03:04:05", "id": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "span": "00:01:00", "then": "2026-01-02T03:04:05Z"}""")]
    [InlineData("(Guid? id, DateOnly? day, Uri? uri, Version version, JsonObject? any = null) => id", """{"id": null, "day": null, "uri": "https://llm.datasette.io", "version": "1.2"}""", "null")]
    [InlineData("(Dictionary<string, int> counts, IReadOnlyDictionary<string, List<Dog>> dogs, IDictionary<DayOfWeek, bool> days) => days", """{"counts": {"a b": 1}, "dogs": {"x": [{"name": "y"}]}, "days": {"Monday": true}}""")]
    [InlineData("(IEnumerable<int> a, ICollection<int> b, IList<int> c, IReadOnlyList<int> d, ISet<int> e, HashSet<int> f, IReadOnlyCollection<int> g) => a.Concat(b).Concat(c).Concat(d).Concat(e).Concat(f).Concat(g).ToArray()", """{"a": [1], "b": [2], "c": [3], "d": [4], "e": [5], "f": [6], "g": [7]}""", "[1, 2, 3, 4, 5, 6, 7]")]
    [InlineData("(System.Collections.Immutable.ImmutableArray<Dog> a, System.Collections.Immutable.ImmutableList<int> b) => a", """{"a": [{"name": "Cleo"}], "b": [1]}""")]
    [InlineData("(Node tree) => tree", """{"tree": {"name": "a", "children": [{"name": "b", "children": []}], "next": {"name": "c", "children": []}}}""")]
    [InlineData("(Page<Dog> dogs, Page<int> numbers, Page<string?> texts) => dogs", """{"dogs": {"items": [{"name": "Cleo"}], "first": null}, "numbers": {"items": [1], "first": 1}, "texts": {"items": [], "first": null}}""")]
    [InlineData("(Point point, Span span, Pair pair) => new object[] { point, span, pair }[point.X]", """{"point": {"x": 0, "y": 2}, "span": {"from": "2026-01-02", "to": null}, "pair": {"a": 1}}""")]
    [InlineData("(Span span, Pair pair) => span", """{"span": {"from": "2026-01-02", "to": "2026-01-03"}, "pair": {"a": 1, "b": "x"}}""")]
    [InlineData("(Animal animal, Bird bird) => bird", """{"animal": {"sound": "woof"}, "bird": {"sound": "tweet", "span": 0.2, "legs": 3}}""")]
    [InlineData("(Plain plain) => plain", """{"plain": {}}""", """{"count": 5, "text": "init", "all": [1]}""")]
    [InlineData("(Plain plain) => plain", """{"plain": {"count": 1, "text": "x", "all": [2]}}""")]
    [InlineData("(Needed needed, NeededRecord record, NeededStruct value) => record", """{"needed": {"name": "a", "age": 1}, "record": {"first": "F", "last": "L"}, "value": {"a": 1}}""", """{"first": "F", "last": "L", "middle": "M."}""")]
    [InlineData("(Needed needed) => needed", """{"needed": {"name": "a"}}""")]
    [InlineData("(NeededStruct value) => value", """{"value": {"a": 1, "b": 2}}""", """{"a": 1, "b": 2}""")]
    [InlineData("(Named named) => named", """{"named": {"the name": "x", "must": 1}}""")]
    [InlineData("(Chosen chosen, Computed computed) => chosen", """{"chosen": {"class": "x"}, "computed": {"written": 1, "read": 2}}""", """{"class": "x"}""")]
    [InlineData("(Computed computed) => computed", """{"computed": {"written": 1, "read": 2}}""")]
    [InlineData("(Defaults defaults) => defaults", """{"defaults": {}}""")]
    [InlineData("(@event named) => named", """{"named": {"class": 1, "any": null, "some": "x"}}""")]
    [InlineData("(Zoo.Cage.Bar bar, Zoo.Cage.Outer.Size size) => bar", """{"bar": {"thickness": 1, "size": "B"}, "size": "A"}""")]
    [InlineData("(Dog dog, JsonObject any, JsonElement element, object value) => any", """{"dog": {"name": "x"}, "any": {"a": [1]}, "element": 1, "value": "x"}""", """{"a": [1]}""")]
    [InlineData("(Dog dog) => dog", """{"dog": {"name": 1}}""")]
    [InlineData("(List<Dog> dogs) => dogs", """{"dogs": [{"nme": "x"}]}""")]
    [InlineData("(Size size) => size", """{"size": "Huge"}""")]
    [InlineData("(int n) => Task.FromResult(new List<Dog> { new(\"Cleo\", n) })", """{"n": 1}""")]
    [InlineData("(int n) => new ValueTask<Point>(new Point(n))", """{"n": 1}""", """{"x": 1, "y": 7, "sum": 8}""")]
    [InlineData("(int n) => (IReadOnlyList<Dog>)new Stack<Dog>([new(\"Cleo\")]).ToList().AsReadOnly()", """{"n": 1}""")]
    [InlineData("IEnumerable<string> (int n) => Enumerable.Range(0, n).Select(i => $\"{i}\")", """{"n": 2}""", """["0", "1"]""")]
    [InlineData("IReadOnlyDictionary<string, Size> (int n) => new SortedDictionary<string, Size> { [\"b\"] = Size.Large, [\"a\"] = Size.Small }", """{"n": 2}""")]
    public void A_tool_is_the_same_without_reflection(string method, string arguments, string? result = null)
    {
        var tools = new ToolProgram(Usings + $"""
            var method = {method};
            Made.Add(Tool.FromMethod(method, "f"));
            Made.Add(Tool.FromMethod(method, "f", json: Generated));
            """ + Types).Make();
        tools[1].InputSchema.ToJsonString().ShouldBe(tools[0].InputSchema.ToJsonString());
        var outputs = tools.Select(tool => Call(tool, arguments)).ToList();
        outputs[1].ShouldBe(outputs[0]);
        if (result is not null) outputs[1].ShouldBe(result);
    }

    private const string Usings = """
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;

        """;

    private static string Call(Tool tool, string arguments)
    {
        try
        {
            var call = new ToolCall("f", JsonNode.Parse(arguments)!.AsObject());
            return tool.Implementation!(call, TestContext.Current.CancellationToken).GetAwaiter().GetResult().Text;
        }
        catch (Exception ex) when (ex is not OutOfMemoryException)
        {
            return $"{ex.GetType().Name}: {ex.Message}";
        }
    }
}
