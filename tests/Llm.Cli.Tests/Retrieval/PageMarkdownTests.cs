using AngleSharp.Html.Parser;
using Llm.Pages;

namespace Llm.Cli.Tests.Retrieval;

public class PageMarkdownTests
{
    [Theory]
    [InlineData("<h2>A <em>b</em></h2><p>one\n two</p>three", "## A *b*\n\none two\n\nthree\n")]
    [InlineData("<ul><li>a<li>b<ul><li>c</ul><li><p>d</p><p>e</p></ul>", "- a\n- b\n  - c\n- d\n\n  e\n")]
    [InlineData("<ol start=3><li>a<li>b</ol>", "3. a\n4. b\n")]
    [InlineData("<pre><code class='language-cs'>if (a &lt; b)\n  c();\n</code></pre>", "```cs\nif (a < b)\n  c();\n```\n")]
    [InlineData("<pre>a ``` b</pre>", "````\na ``` b\n````\n")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n> \n> b\n")]
    [InlineData("<table><tr><th>a<th>b<tr><td>1<td>x|y</table>", "| a | b |\n|---|---|\n| 1 | x\\|y |\n")]
    [InlineData("<table><tr><td><h2>Placed</h2>text</table>", "## Placed\n\ntext\n")]
    [InlineData("a<br>b <code>c</code> <s>d</s><hr>", "a\nb `c` ~~d~~\n\n---\n")]
    [InlineData("<p>see <a href='b?x=(1)'>this </a>, <a href='#top'>top</a>, <a href='javascript:x()'>run</a></p>",
        "see [this](http://host/a/b?x=(1%29), top, run\n")]
    [InlineData(
        "<p><b> bold</b>er <i></i>x <img src=p.png alt='A cat'><img src=q.png></p>", "**bold**er x ![A cat](http://host/a/p.png)\n")]
    [InlineData("<dl><dt>term<dd>meaning</dl>", "**term**\n\nmeaning\n")]
    [InlineData("<a href='/x'><div>card</div></a>", "[card](http://host/x)\n")]
    [InlineData("<p>shown</p><p hidden>no</p><script>no()</script><nav>no</nav><form><button>no</button>kept</form>", "shown\n\nkept\n")]
    [InlineData("<header>no</header><p>text</p><footer>no</footer>", "text\n")]
    [InlineData("<header>no</header><main><header><h1>T</h1></header>text</main><p>no</p>", "# T\n\ntext\n")]
    [InlineData("<article>one</article><article>two</article>", "one\n\ntwo\n")]
    [InlineData("<script>only()</script>", "")]
    public void Elements_become_Markdown(string html, string markdown) => Of(html).ShouldBe(markdown);

    [Fact]
    public void The_title_is_the_heading_where_there_is_none()
    {
        Of("<title>The  page</title><p>x</p>").ShouldBe("# The page\n\nx\n");
        Of("<title>The page</title><h1>Other</h1>").ShouldBe("# Other\n");
    }

    [Fact]
    public void Deep_nesting_does_not_end_the_process()
    {
        var text = Of(string.Concat(Enumerable.Repeat("<div>", 10_000)) + "deep");
        text.ShouldContain("deep");
    }

    private static string Of(string html) =>
        PageMarkdown.Of(new HtmlParser().ParseDocument($"<base href='http://host/a/'>{html}"));
}
