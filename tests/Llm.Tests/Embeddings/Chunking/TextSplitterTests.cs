using System.Globalization;
using System.Text;

namespace Llm.Tests.Embeddings.Chunking;

public class TextSplitterTests
{
    private static readonly string Prose = string.Join("\n\n", Enumerable.Range(1, 12).Select(i =>
        $"Paragraph {i} begins here. It has three sentences, as \"every\" one does! Does the last one end with a mark?"));

    [Fact]
    public void A_short_text_is_one_chunk_and_an_empty_one_none()
    {
        TextSplitter.Split("Short.", 2).ShouldBe([new TextChunk(0, "Short.")]);
        TextSplitter.Split("", 2).ShouldBeEmpty();
    }

    [Fact]
    public void Prose_is_split_before_paragraphs() => TextSplitter.Split(Prose, 60).ShouldAllBe(
        chunk => chunk.Text.StartsWith("Paragraph ", StringComparison.Ordinal) && chunk.Text.Length > 120);

    [Fact]
    public void A_paragraph_that_is_too_long_is_split_before_sentences() => TextSplitter.Split(Prose, 16)
        .Select(chunk => chunk.Text.TrimEnd()).ShouldAllBe(chunk => chunk.EndsWith('.') || chunk.EndsWith('!') || chunk.EndsWith('?'));

    [Fact]
    public void A_sentence_that_is_too_long_is_split_before_words() => TextSplitter.Split("one two three four five six", 2)
        .Select(chunk => chunk.Text).ShouldBe(["one two ", "three ", "four ", "five six"]);

    [Fact]
    public void Chinese_is_split_after_its_marks() => TextSplitter.Split("今天下雨。我们在家看书。晚上吃面条。", 2, kind: TextKind.Plain)
        .Select(chunk => chunk.Text).ShouldBe(["今天下雨。", "我们在家看书。", "晚上吃面条。"]);

    [Fact]
    public void Markdown_is_split_before_headings_which_stay_with_what_follows()
    {
        var text = """
            # Guide

            An introduction of some length, so that it counts.

            ## First

            Text of the first section, which is not long.

            ## Second

            Text of the second section, which has more than the first one.

            Third
            -----

            The end.
            """;
        TextSplitter.Split(text, 22, kind: TextKind.Markdown).Select(chunk => chunk.Text.Split('\n')[0])
            .ShouldBe(["# Guide", "## First", "## Second", "Third"]);
    }

    [Fact]
    public void A_heading_is_a_better_place_than_a_later_paragraph()
    {
        var text = "# Guide\n\nAn introduction of some length, so that it fills more than half of a chunk.\n\n## Next\n\nShort.\n\n"
            + "A paragraph that makes the section longer than the room that is left in the chunk.\n";
        TextSplitter.Split(text, 27, kind: TextKind.Markdown)[1].Text.ShouldStartWith("## Next\n\nShort.\n\nA paragraph");
    }

    [Fact]
    public void Code_in_a_fence_that_would_fill_a_chunk_begins_a_new_one()
    {
        var fence = "```\n" + string.Join('\n', Enumerable.Repeat("a few words in a line", 4)) + "\n```\n";
        TextSplitter.Split($"Some words.\n\n{fence}", 25, kind: TextKind.Markdown).Select(chunk => chunk.Text)
            .ShouldBe(["Some words.\n\n", fence]);
    }

    [Theory]
    [InlineData("```python", "```")]
    [InlineData("~~~~", "~~~~~")]
    public void Code_in_a_fence_stays_whole_where_it_fits(string opening, string closing)
    {
        var fence = $"{opening}\n# not a heading\n\nprint('a line of code')\n\nprint('another one')\n{closing}\n";
        var text = $"Some words come before the code. They are here to fill the chunk up.\n\n{fence}\nAnd some come after it, which also are many.";
        TextSplitter.Split(text, 25, 10, TextKind.Markdown).ShouldContain(chunk => chunk.Text.Contains(fence, StringComparison.Ordinal));
    }

    [Fact]
    public void Code_in_a_fence_that_does_not_fit_is_split_before_lines()
    {
        var text = "Before.\n\n```\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"line number {i} of code\n")) + "```\n\nAfter.";
        foreach (var chunk in TextSplitter.Split(text, 25, 8, TextKind.Markdown))
        {
            (chunk.Start == 0 || text[chunk.Start - 1] == '\n').ShouldBeTrue();
            chunk.Text.Length.ShouldBeLessThanOrEqualTo(100);
        }
    }

    [Fact]
    public void An_overlap_does_not_repeat_a_piece_of_a_fence()
    {
        var text = string.Concat(Enumerable.Range(1, 6).Select(i => $"```\nfirst {i};\nsecond {i};\n```\n\nText {i} is between.\n\n"));
        TextSplitter.Split(text, 12, 6, TextKind.Markdown)
            .ShouldAllBe(chunk => chunk.Text.StartsWith("```", StringComparison.Ordinal) || chunk.Text.StartsWith("Text", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_is_split_before_functions()
    {
        var text = string.Concat(Enumerable.Range(1, 9).Select(i => $"""
            @decorated
            def function_{i}(value):
                first = value + {i}

                return first * 2


            """));
        TextSplitter.Split(text, 40, kind: TextKind.Code).ShouldAllBe(chunk => chunk.Text.StartsWith("@decorated", StringComparison.Ordinal));
    }

    [Fact]
    public void A_method_is_a_better_place_than_a_blank_line_in_one()
    {
        var text = "class A\n{\n" + string.Concat(Enumerable.Range(1, 6).Select(i =>
            $"    void Method{i}()\n    {{\n        One();\n\n        Two();\n    }}\n\n")) + "}\n";
        TextSplitter.Split(text, 32, kind: TextKind.Code).Skip(1)
            .ShouldAllBe(chunk => chunk.Text.StartsWith("    void Method", StringComparison.Ordinal));
    }

    [Fact]
    public void An_overlap_repeats_whole_sentences_from_the_end_of_the_chunk_before()
    {
        var chunks = TextSplitter.Split(Prose, 40, 16);
        for (var i = 1; i < chunks.Count; i++)
        {
            var overlap = chunks[i - 1].End - chunks[i].Start;
            overlap.ShouldBeInRange(20, 64);
            Prose[chunks[i].Start - 1].ShouldBeOneOf(' ', '\n');
            char.IsUpper(chunks[i].Text[0]).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("notes.md", "plain", TextKind.Markdown)]
    [InlineData("a/Program.CS", "plain", TextKind.Code)]
    [InlineData("notes.txt", "# Title", TextKind.Plain)]
    [InlineData(null, "# Title\n\nSome text.", TextKind.Markdown)]
    [InlineData(null, "Some text.\n\n```\ncode();\n```", TextKind.Markdown)]
    [InlineData("noending", "import os\n\n# comment\ndef f():\n    return 1\n", TextKind.Code)]
    [InlineData(null, "int main() {\n  return 0;\n}\n", TextKind.Code)]
    [InlineData(null, "A letter.\nWith lines: two of them.", TextKind.Plain)]
    [InlineData(null, "", TextKind.Plain)]
    public void Kinds_are_recognised(string? path, string text, TextKind kind) => TextSplitter.Recognize(text, path).ShouldBe(kind);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(5, -1)]
    public void Sizes_have_limits(int size, int overlap) =>
        Should.Throw<ArgumentOutOfRangeException>(() => TextSplitter.Split("text", size, overlap));

    /// <summary>What is promised for any text, size, overlap and kind.</summary>
    [Fact]
    public void Any_text_is_covered_in_chunks_of_the_size_between_characters_that_people_see()
    {
        var random = new Random(7);
        for (var run = 0; run < Effort.Of(1500, 50_000); run++)
        {
            var text = RandomText(random);
            var size = random.Next(1, 40);
            var overlap = random.Next(0, size);
            var kind = (TextKind)random.Next(3);
            var chunks = TextSplitter.Split(text, size, overlap, kind);
            Check(text, size, overlap, chunks);
            TextSplitter.Split(text, size, overlap, kind).ShouldBe(chunks);
        }
    }

    private static void Check(string text, int size, int overlap, IReadOnlyList<TextChunk> chunks)
    {
        if (text.Length > 0) chunks[0].Start.ShouldBe(0);
        (chunks.Count == 0 ? 0 : chunks[^1].End).ShouldBe(text.Length);
        var starts = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
        for (var i = 0; i < chunks.Count; i++)
        {
            var chunk = chunks[i];
            text.Substring(chunk.Start, chunk.Text.Length).ShouldBe(chunk.Text);
            starts.ShouldContain(chunk.Start);
            starts.ShouldContain(chunk.End);
            if (chunk.Text.Length > size * TextSplitter.CharactersPerToken) new StringInfo(chunk.Text).LengthInTextElements.ShouldBe(1);
            if (i == 0) continue;
            var repeated = chunks[i - 1].End - chunk.Start;
            repeated.ShouldBeInRange(0, overlap * TextSplitter.CharactersPerToken);
            chunk.Start.ShouldBeGreaterThan(chunks[i - 1].Start);
            chunk.End.ShouldBeGreaterThan(chunks[i - 1].End);
        }
    }

    private static string RandomText(Random random)
    {
        string[] pieces =
        [
            "word", "a", " ", " ", "\n", "\n\n", "\r\n", "# Head\n", "## Two\n\n", "```\n", "~~~\n", "- item\n", "    indented\n", "\t", "}\n",
            "Sentence. ", "Quoted!\" ", "文字。", "長", "👩‍👩‍👧‍👦", "🇩🇪", "e\u0301", "\u0301", "\uD83D", "\uDE00", "กำ", "각", "=====\n", "----\n",
            "\u200D", "def f():\n", new string('x', 70),
        ];
        var text = new StringBuilder();
        for (var count = random.Next(0, 120); count > 0; count--) text.Append(pieces[random.Next(pieces.Length)]);
        return text.ToString();
    }
}
