using Microsoft.CodeAnalysis;

namespace Llm.Library.Tests.Generators;

/// <summary>Programs whose tools are described by XML documentation: which methods are found, and found again at run time.</summary>
public class ToolDocumentationTests
{
    [Theory]
    [InlineData(DocumentationMode.None)]
    [InlineData(DocumentationMode.Parse)]
    [InlineData(DocumentationMode.Diagnose)]
    public void Methods_and_local_functions_are_described(DocumentationMode mode) => new ToolProgram(
        """
        var unit = "C";
        Made.Add(Tool.FromMethod(Temperature));
        Made.Add(Tool.FromMethod(name: "converted", method: Convert));
        Made.Add(Tool.FromMethod(Weather.Wind));
        Made.Add(Tool.FromMethod(new Weather().RainAsync));
        Made.Add(Tool.FromMethod(Undocumented));

        /// <summary>Says how warm it is in a city.</summary>
        /// <param name="city">A city's name, for instance Oslo.</param>
        static string Temperature(string city) => city;

        /// <summary>Uses what is around.</summary>
        /// <param name="degrees">How many.</param>
        string Convert(double degrees) => degrees + unit;

        // <summary>No documentation.</summary>
        static int Undocumented(int x) => x;

        class Weather
        {
            /// <summary>Tells the wind.</summary>
            internal static int Wind(int hour) => hour;

            /// <param name="hour">The hour, from 0.</param>
            /// <param name="place">Where.</param>
            public System.Threading.Tasks.Task<int> RainAsync(int day, int hour, string? place = null) => System.Threading.Tasks.Task.FromResult(hour);
        }
        """, mode).Tools().ShouldBe(
    [
        "temperature: Says how warm it is in a city. (city: A city's name, for instance Oslo.)",
        "converted: Uses what is around. (degrees: How many.)",
        "wind: Tells the wind. ()",
        "rain:  (hour: The hour, from 0., place: Where.)",
        "undocumented:  ()",
    ]);

    [Theory]
    [InlineData(DocumentationMode.None)]
    [InlineData(DocumentationMode.Diagnose)]
    public void Toolboxes_are_described_with_what_they_inherit(DocumentationMode mode) => new ToolProgram(
        """
        Made.AddRange(new Notes().Tools);

        interface IStore
        {
            /// <summary>Throws all away.</summary>
            /// <param name="really">Whether you are sure.</param>
            void Clear(bool really);
        }

        /// <summary>What notes and others have in common.</summary>
        abstract class Store<T> : Toolbox
        {
            /// <summary>Keeps one.</summary>
            /// <param name="item">What to keep.</param>
            public abstract int Keep(T item);

            /// <summary>Counts them.</summary>
            public virtual int Count(List<T>? kinds = null) => 0;

            /// <summary>Finds one.</summary>
            /// <param name="text">What it contains.</param>
            public virtual string Search(string text) => "";
        }

        partial class Notes : Store<string>, IStore
        {
            public override int Keep(string item) => 1;

            /// <summary>Finds a note.</summary>
            /// <inheritdoc/>
            public override string Search(string words) => words;

            /// <inheritdoc/>
            public void Clear(bool really) { }

            /// <summary>Not a tool.</summary>
            public static void Other() { }
        }

        partial class Notes
        {
            /// <summary>From another part.</summary>
            public string Last() => "";

            /// <summary>Declared.</summary>
            public partial string First(int from);

            /// <summary>Written.</summary>
            /// <param name="from">Where to begin.</param>
            public partial string First(int from) => "";

            /// <summary>Says what it is.</summary>
            public override string ToString() => "";
        }
        """, mode).Tools().ShouldBe(
    [
        "Notes_clear: Throws all away. (really: Whether you are sure.)",
        "Notes_count: Counts them. ()",
        "Notes_first: Written. (from: Where to begin.)",
        "Notes_keep: Keeps one. (item: What to keep.)",
        "Notes_last: From another part. ()",
        "Notes_search: Finds a note. (words: What it contains.)",
    ]);

    [Fact]
    public void Overloads_and_types_of_all_kinds_are_told_apart() => new ToolProgram(
        """
        Made.Add(Tool.FromMethod((Func<int, int>)Overloads.F));
        Made.Add(Tool.FromMethod(new Func<string, int>(Overloads.F)));
        Made.Add(Tool.FromMethod(((Func<List<int>, int>)(Overloads.F))));
        Made.Add(Tool.FromMethod((Func<List<string?>, int>)Overloads.F));
        Made.Add(Tool.FromMethod(Overloads.Inner<byte>.Deepest.G));
        Made.Add(Tool.FromMethod(new Rooms.Box<int>.Lid<string>().Open<long>));
        Made.Add(Tool.FromMethod("text".Shout));
        Made.Add(Tool.FromMethod(Filed.H));
        Made.Add(Tool.FromMethod(Overloads.Many));

        static class Overloads
        {
            /// <summary>Number.</summary>
            public static int F(int x) => 1;
            /// <summary>Text.</summary>
            public static int F(string x) => 2;
            /// <summary>Numbers.</summary>
            public static int F(List<int> x) => 3;
            /// <summary>Texts.</summary>
            public static int F(List<string?> x) => 4;
            /// <summary>Everything.</summary>
            /// <param name="class">An escaped name.</param>
            public static int Many((int A, string B) tuple, nint native, int?[][,] arrays, dynamic any, Rooms.Box<int>.Lid<string>[] lids, Dictionary<string, List<Guid>> map,
                (int, int, int, int, int, int, int, int, int) eight, DayOfWeek day, string @class) => 5;

            public static class Inner<T>
            {
                public static class Deepest
                {
                    /// <summary>Deep.</summary>
                    public static string G(T x, int[] y) => "";
                }
            }

            /// <summary>Shouts.</summary>
            /// <param name="times">How often.</param>
            public static string Shout(this string text, int times) => text;
        }

        file static class Filed
        {
            /// <summary>Of this file.</summary>
            public static void H() { }
        }

        namespace Rooms
        {
            public class Box<T>
            {
                public class Lid<U>
                {
                    /// <summary>Generic.</summary>
                    public string Open<V>(T t, U u, V v, List<V[]> w) => "";
                }
            }
        }
        """).Tools().ShouldBe(
    [
        "f: Number. ()",
        "f: Text. ()",
        "f: Numbers. ()",
        "f: Texts. ()",
        "g: Deep. ()",
        "open: Generic. ()",
        "shout: Shouts. (times: How often.)",
        "h: Of this file. ()",
        "many: Everything. (class: An escaped name.)",
    ]);

    [Fact]
    public void Local_functions_of_all_members_are_found() => new ToolProgram(
        """
        new Members<string>(1).Add<byte>();
        Made.AddRange(new Box().Tools);
        Made.AddRange(Members<int>.Same());
        Func<int> nested = () =>
        {
            Made.Add(Tool.FromMethod(Deep));
            /// <summary>In a lambda.</summary>
            int Deep(int x)
            {
                Made.Add(Tool.FromMethod(Deepest));
                /// <summary>In a local function.</summary>
                int Deepest(int y) => x + y;
                return Deepest(1);
            }

            return Deep(1);
        };
        nested();

        class Members<T>(int seed)
        {
            public void Add<U>()
            {
                var all = new List<U>();
                Made.Add(Tool.FromMethod(Static));
                Made.Add(Tool.FromMethod(Capturing));
                Made.Add(Tool.FromMethod(OfThis));

                /// <summary>Static.</summary>
                static T? Static(T t, U u, List<U> all) => t;

                /// <summary>Capturing.</summary>
                U Capturing(T t, U u) => all[seed];

                /// <summary>Of the object.</summary>
                int OfThis(int x) => seed;
            }

            public static IEnumerable<Tool> Same()
            {
                {
                    yield return Tool.FromMethod(Alike);
                    /// <summary>One.</summary>
                    static int Alike(int x) => 1;
                }
                {
                    yield return Tool.FromMethod(Alike);
                    static int Alike(int x) => 2;
                }
            }
        }

        class Box : Toolbox
        {
            public Box() => Add();

            public override string Name
            {
                get
                {
                    var name = "Boxed";
                    Made.Add(Tool.FromMethod(Named));
                    return name;
                    /// <summary>In a property.</summary>
                    string Named() => name;
                }
            }

            void Add()
            {
                AddTool(Kept);
                /** <summary>Added.</summary> */
                static int Kept(int x) => x;
            }
        }
        """).Tools().Distinct().ShouldBe(
    [
        "static: Static. ()",
        "capturing: Capturing. ()",
        "of_this: Of the object. ()",
        "named: In a property. ()",
        "kept: Added. ()",
        // Which of the two is which cannot be seen in their compiled names.
        "alike:  ()",
        "deep: In a lambda. ()",
        "deepest: In a local function. ()",
    ]);
}
