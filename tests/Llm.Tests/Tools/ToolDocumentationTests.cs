using System.ComponentModel;

namespace Llm.Tests.Tools;

/// <summary>Tools whose methods this assembly documents; the source generator keeps their texts.</summary>
public sealed class ToolDocumentationTests
{
    private sealed record Place(string City, double[] At);

    [Fact]
    public void Documentation_describes_a_tool()
    {
        /// <summary>Says how warm it is in a city.</summary>
        /// <param name="city">A city's name, for instance Oslo.</param>
        static string Temperature(string city) => city;

        Tool.FromMethod(Temperature).Description.ShouldBe("Says how warm it is in a city.");
        DescriptionOf(Tool.FromMethod(Temperature), "city").ShouldBe("A city's name, for instance Oslo.");
        Tool.FromMethod(((Delegate)Temperature).Method, null).Description.ShouldBe("Says how warm it is in a city.");
    }

    [Fact]
    public void Attributes_and_arguments_win_over_documentation()
    {
        var tool = Tool.FromMethod(Both);
        tool.Description.ShouldBe("From the attribute.");
        DescriptionOf(tool, "first").ShouldBe("First, from the attribute.");
        DescriptionOf(tool, "second").ShouldBe("Second, documented.");
        DescriptionOf(tool, "third").ShouldBeNull();
        Tool.FromMethod(Documented, description: "Given.").Description.ShouldBe("Given.");
        Tool.FromMethod(Documented, description: "").Description.ShouldBe("");
    }

    [Fact]
    public void The_same_words_make_the_same_schema_and_hash()
    {
        var (documented, attributed) = (Tool.FromMethod(Documented, "f"), Tool.FromMethod(Attributed, "f"));
        documented.InputSchema.ToJsonString().ShouldContain("\"place\":{\"description\":\"Where.\"");
        documented.InputSchema.ToJsonString().ShouldBe(attributed.InputSchema.ToJsonString());
        documented.Hash().ShouldBe(attributed.Hash());
        Tool.FromMethod(Bare, "f").Hash().ShouldNotBe(documented.Hash());
    }

    [Fact]
    public async Task A_kind_of_toolbox_and_its_objects_say_the_same()
    {
        await using var lamp = new Lamp();
        var kind = ToolboxType.Create(() => new Lamp());
        foreach (var tools in new[] { lamp.Tools, kind.Tools })
        {
            tools.Select(tool => tool.Description).ShouldBe(["Tells how bright it is.", "Turns it on or off."]);
            DescriptionOf(tools[1], "on").ShouldBe("Whether it shines.");
        }
    }

    [Fact]
    public void An_assembly_without_documentation_has_none() =>
        Tool.FromMethod(typeof(Math).GetMethod(nameof(Math.Cbrt))!, null).Description.ShouldBeNull();

    private static string? DescriptionOf(Tool tool, string parameter) =>
        (string?)tool.InputSchema["properties"]![parameter]!["description"];

    /// <summary>Documented.</summary>
    /// <param name="first">First, documented.</param>
    /// <param name="second">Second, documented.</param>
    /// <param name="third"/>
    [Description("From the attribute.")]
    private static string Both([Description("First, from the attribute.")] string first, string second, string third) =>
        first + second + third;

    /// <summary>Does it.</summary>
    /// <param name="place">Where.</param>
    /// <param name="days">When.</param>
    /// <param name="bare"/>
    /// <param name="call"/>
    /// <param name="count">How often.</param>
    private static string Documented(Place place, DayOfWeek[] days, int? bare, ToolCall call, int count = 3) =>
        $"{place.City} {place.At} {days} {bare} {call} {count}";

    [Description("Does it.")]
    private static string Attributed(
        [Description("Where.")] Place place, [Description("When.")] DayOfWeek[] days, int? bare, ToolCall call,
        [Description("How often.")] int count = 3) =>
        Documented(place, days, bare, call, count);

    private static string Bare(Place place, DayOfWeek[] days, int? bare, ToolCall call, int count = 3) =>
        Documented(place, days, bare, call, count);

    private abstract class Light : Toolbox
    {
        protected bool IsOn { get; private set; }

        /// <summary>Turns it on or off.</summary>
        /// <param name="on">Whether it shines.</param>
        public void Turn(bool on) => IsOn = on;
    }

    private sealed class Lamp : Light
    {
        /// <summary>Tells how bright it is.</summary>
        public int Brightness() => IsOn ? 40 : 0;
    }
}
