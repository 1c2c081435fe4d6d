using System.Text;

namespace Llm.Cli.Tests.Rendering;

/// <summary>Texts that look like Markdown and hold its marks in all sorts of places.</summary>
internal static class RandomMarkdown
{
    private static readonly string[] Pieces =
    [
        "word", "another", "x", " ", " ", " ", " ", "\n", "\n", "\n\n", "*", "**", "***", "_", "__", "`", "``", "```", "```\n", "\n```py\n",
        "~~", "~~~",
        "# ", "\n## ", "> ", "\n> ", "- ", "\n- ", "\n  - ", "\n    - ", "1. ", "\n2. ", "\n3) ", "---", "\n---\n", "===", "| a | b |\n",
        "|---|:-:|\n", "| c |\n",
        "|", "[", "](", ")", "[t](http://u_v)", "![", "<br>", "<", ">", "<http://a.b>", "&amp;", "&", ";", "\\", "\\*", "\t", "    ",
        "\n    ", "日本", "👩‍👩‍👧", "e\u0301",
        "  \n", "\r\n", "\e[31m", "+ ", "\n* ", "!", "(", "#",
    ];

    public static string Next(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(1, 60); count > 0; count--) text.Append(Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    /// <summary>The same text in pieces of any length.</summary>
    public static IEnumerable<string> Split(string text, Random random)
    {
        for (var place = 0; place < text.Length;)
        {
            var length = Math.Min(text.Length - place, random.Next(0, 6));
            yield return text.Substring(place, length);
            place += length;
        }
    }
}
