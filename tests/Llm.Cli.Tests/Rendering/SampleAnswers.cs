namespace Llm.Cli.Tests.Rendering;

/// <summary>Answers as models write them.</summary>
internal static class SampleAnswers
{
    private const string LongLine =
        "A paragraph with **bold words**, *slanted ones*, ***both***, ~~struck~~ and `inline code`, "
        + "long enough to be broken over several lines.";

    public const string Prose = $$"""
        # A title

        {{LongLine}}
        A line end stays one; 2 * 3 * 4 = 24 and snake_case_names stay as they are.\
        So does an escaped one, and \*this\* is not slanted.

        ## A second one ##

        A [link](https://example.com/a_(b)) with text, <https://example.com>, an ![image](cat.png), and [no link] at all. AT&amp;T &lt;3.

        > A quote
        > of **two** lines
        >
        > - with a list

        ---

        Wide: 日本語の文章は空白なしで書かれますが、行の幅で折り返されます。Emoji: 👩‍👩‍👧 and 🇩🇪.
        """;

    public const string Lists = """
        Steps:

        1. First, with text that is long enough to be broken and indented below its number
           - nested **bold**
             - deeper
           - again
        1. Second
        1. Third

        - [ ] open
        - [x] done

          A paragraph inside the item.

        * * *

        10) Ten
        11) Eleven
            ```python
            def f(x):  # comment
                return "text" + str(x)
            ```
        """;

    public const string Code = """
        Look:

        ```csharp
        /* a comment
           of two lines */
        public sealed class Cat(string name) { public int Age => 42; } // more
        ```

        ~~~bash
        echo "a $HOME" | grep -v '#no' # a comment
        ~~~

        ```diff
        @@ -1 +1 @@
        -old
        +new
         same
        ```

        ```unknown
        if "this" were known # it would be coloured
        ```

            indented code
        """;

    public const string Tables = """
        Prices:

        | Name | Price | What it is good for |
        |:-----|------:|:-------------------:|
        | **Tea** | 2 | a long afternoon with `books` and a view of the garden |
        | Coffee \| cake | 13.50 | mornings |
        | 日本茶 | 7 |

        | no table
        | at all
        """;

    public const string Unclosed = """
        A **bold that never ends, a `code likewise and a [link](http://example.com
        goes on.

        *a **b* c** and **a *b** c* and ** alone ** and a*b*c.

        ```
        code without an end
        """;

    public const string Hostile = "Clear \e[2J the \e]0;title\a screen\u009b31m &#27;[31m\r\nand `code \e[0m`.\n\n```\n\e[31mred\n```\n";

    public static TheoryData<string> Names => ["Prose", "Lists", "Code", "Tables", "Unclosed", "Hostile"];

    public static string Get(string name) => name switch
    {
        "Prose" => Prose,
        "Lists" => Lists,
        "Code" => Code,
        "Tables" => Tables,
        "Unclosed" => Unclosed,
        _ => Hostile,
    };
}
