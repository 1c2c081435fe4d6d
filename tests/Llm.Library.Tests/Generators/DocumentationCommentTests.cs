using Microsoft.CodeAnalysis;

namespace Llm.Library.Tests.Generators;

/// <summary>What becomes of the text of a documentation comment.</summary>
public class DocumentationCommentTests
{
    [Theory]
    [InlineData("/// <summary>Says \"how\" {warm} it is\\in a city.</summary>", "Says \"how\" {warm} it is\\in a city.")]
    [InlineData("/// <summary>a &lt; b &amp;&amp; c &#233; “é” 🦩</summary>", "a < b && c é “é” 🦩")]
    [InlineData("/// <summary>\n///   Two lines\n///   and\tmore.\n/// </summary>", "Two lines and more.")]
    [InlineData("/// <summary>\r\n/// Of\r\n/// Windows.\r\n/// </summary>", "Of Windows.")]
    [InlineData("/** <summary>One block.</summary> */", "One block.")]
    [InlineData("/**\n * <summary>\n * A block\n * of lines.\n * </summary>\n */", "A block of lines.")]
    [InlineData("/// <summary>Like <see cref=\"System.Collections.Generic.List{T}.Add(T)\"/>, <see cref=\"T:A.B`1\">that</see> or <see cref=\"Made\"/>.</summary>", "Like Add, that or Made.")]
    [InlineData("/// <summary>Of <paramref name=\"x\"/> <c>or</c> <see langword=\"null\"/>, see <see href=\"https://llm.datasette.io\"/>.</summary>", "Of x or null, see https://llm.datasette.io.")]
    [InlineData("/// <summary><para>One.</para><para>Two.</para><![CDATA[<3]]></summary>", "One. Two. <3")]
    [InlineData("/// <summary>First.</summary>\n\n/// <remarks>More.</remarks>", "First.")]
    [InlineData("/// <summary>Before an attribute.</summary>\n[Obsolete]", "Before an attribute.")]
    [InlineData("/// <summary>Old.</summary>\n// A note.\n/// <summary>New.</summary>\n// Another.", "New.")]
    public void It_becomes_one_line(string comment, string line)
    {
        foreach (var mode in Enum.GetValues<DocumentationMode>())
            new ToolProgram(
                $"Made.Add(Tool.FromMethod(F, \"f\"));\n{comment}\nstatic int F(int x) => x;",
                mode).Tools().ShouldBe([$"f: {line} ()"], mode.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("// <summary>No documentation.</summary>")]
    [InlineData("//// <summary>No documentation.</summary>")]
    [InlineData("/* <summary>No documentation.</summary> */")]
    [InlineData("/*** <summary>No documentation.</summary> */")]
    [InlineData("/**/")]
    [InlineData("///")]
    [InlineData("/// <summary> </summary>")]
    [InlineData("/// <remarks>No summary.</remarks>")]
    [InlineData("/// <summary>Not closed.")]
    [InlineData("/// <summary>R&D</summary>")]
    [InlineData("/// <param name=\"other\">Not there.</param>")]
    [InlineData("/// <param>Of nothing.</param>")]
    [InlineData("#if OTHER\n/// <summary>Left out.</summary>\n#endif")]
    public void Nothing_is_generated_where_nothing_is_said(string comment)
    {
        foreach (var mode in Enum.GetValues<DocumentationMode>())
            new ToolProgram(
                $"Made.Add(Tool.FromMethod(F, \"f\"));\n{comment}\nstatic int F(int x) => x;",
                mode).Generated.ShouldBeEmpty(mode.ToString());
    }
}
