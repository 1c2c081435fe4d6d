using Llm.Providers.Offline.Summary;

namespace Llm.Providers.Tests.Offline.Summary;

/// <summary>What of a Markdown document is running text.</summary>
public class MarkdownBlocksTests
{
    [Theory]
    [InlineData("# Title\n\nOne\ntwo.\n\nThree.\n## Four ##\nFive.", "One two.|Three.|Five.")]
    [InlineData("Title\n=====\n\nText.\n\nSub\n---\nMore.\n---\nEnd.", "Text.|More.|End.")]
    [InlineData("A.\n```cs\nB. C.\n```\nD.\n~~~\nE.\n```\n~~~\n\n    code. Here.\n\nF.\n    wrapped.", "A.|D.|F. wrapped.")]
    [InlineData("A.\n\n```\nnever closed.\n\nstill code.", "A.")]
    [InlineData("- One.\n- Two\n  goes on.\n  - Three.\n\n      Four.\n\n          code.\n\n1. Five.\n   ```\n   code.\n   ```\n- [x] Six.\n\nSeven.", "One.|Two goes on.|Three.|Four.|Five.|Six.|Seven.")]
    [InlineData("- Er kam am\n  3. Mai an.\n* Eins.\n+ Zwei.\n\n2. Drei.\n3. Vier.", "Er kam am 3. Mai an.|Eins.|Zwei.|Drei.|Vier.")]
    [InlineData("> Quote\n> goes on\nlazily.\n>\n> > Deep.\n\nAfter.", "Quote goes on lazily.|Deep.|After.")]
    [InlineData("> ```\n> code.\n> ```\n> Text.\n> ```\n> code.\n\nOut.", "Text.|Out.")]
    [InlineData("Intro.\n\n| a. | b. |\n|----|----|\n| c. | d. |\n\nOut.\n\nh. | i.\n---|---\nj. | k.\n\nEnd.", "Intro.|Out.|End.")]
    [InlineData("Intro.\nhead | cell\n:-- | --:\nrow. | cell.\n\nEnd.", "Intro.|End.")]
    [InlineData("---\ntitle: A. B.\n---\nText.", "Text.")]
    [InlineData("+++\ntitle = 'A.'\n+++\nText.", "Text.")]
    [InlineData("---\n\nText.\n\n---\nMore.", "Text.|More.")]
    [InlineData("<div align=\"center\">\nA. B.\n</div>\n\nText with <b>tag</b>.\n\n<!-- C.\n\nD. -->\nE.\n\n<pre>\nF.\n\nG.</pre>\nH.\n\n<https://x.y> I.", "Text with <b>tag</b>.|E.|H.|<https://x.y> I.")]
    [InlineData(
        "[![Build](a.svg)](b) ![x](y.png)\nText.\n![Picture. Of it.](p.png)\n\n[ref]: https://x.y \"Title.\"\n\nEnd ![i](j) here.",
        "Text.|End ![i](j) here.")]
    [InlineData("$$\nx. y.\n$$\nText  \nbroken\\\nhard.\r\nCR.", "Text broken hard. CR.")]
    [InlineData("Er kam am\n3. Mai an.\n\n* * *\n\n今天\n天气好。", "Er kam am 3. Mai an.|今天天气好。")]
    public void Running_text(string markdown, string blocks) =>
        new MarkdownBlocks(markdown).Read().Select(block => block.Text).ShouldBe(blocks.Split('|'));
}
